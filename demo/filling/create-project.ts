import { type Change, changeNewProject, changeProject, system } from '../../api/change/change.ts';
import { commit } from '../../api/db/transact.ts';
import { invalidField } from '../../api/errors.ts';
import type { PlannedRelease } from '../../api/imports/import-plan.ts';
import { type PreparedImport, prepareImport, storeImport } from '../../api/imports/imports.ts';
import { addInstanceOwners } from '../../api/members/members.ts';
import { createProject, newPublicKey } from '../../api/projects/projects.ts';
import { addSatisfactionSurvey } from '../../api/surveys/default-survey.ts';
import { type Project, projectCreate } from '../../contract/projects.ts';
import { momentOf } from '../script/calendar.ts';
import { setupTimes, timetable, upcoming } from '../script/timetable.ts';
import type { FillDeps, FillOptions } from './options.ts';

/** Harbour in its own colours, light and dark, which are those of the host app on `/demo`. */
const demoProduct = {
  name: 'Harbour',
  url: 'https://harbour.example',
  theme: {
    accent: '#0f766e',
    accentText: '#ffffff',
    dark: { accent: '#4fd1c1', accentText: '#06211d' },
  },
  talliedTraits: ['plan', 'role'],
};

/** Creates the project, dated three months ago, and imports the releases before that. */
export async function createDemoProject(
  deps: FillDeps,
  options: FillOptions,
): Promise<{ project: Project; imported: number }> {
  const { randomId, database } = deps;
  const { data: input } = projectCreate.safeParse({ ...demoProduct, slug: options.slug });
  if (!input) throw invalidSlugError(options.slug);
  const changeOptions = { ...system, projectId: randomId(), newId: randomId };
  const prepared = await prepareHistory(deps, { ...input, id: changeOptions.projectId }, options);
  const create = async (change: Change) => {
    const identity = { publicKey: newPublicKey(), generated: true };
    const project = await createProject(change, input, identity);
    await addInstanceOwners(change);
    await addSatisfactionSurvey(change);
    return project;
  };
  const result = await commit(database, async (trx) => {
    const creationOptions = { ...changeOptions, now: momentOf(setupTimes.createdAt, options.now) };
    const project = await changeNewProject(trx, creationOptions, create);
    const importOptions = { ...changeOptions, now: momentOf(setupTimes.importedAt, options.now) };
    const store = (change: Change) => storeImport(change, prepared);
    const { created } = await changeProject(trx, importOptions, store);
    return { project, imported: created.releases };
  });
  options.log(`Created the project "${options.slug}", marked as generated.`);
  options.log(`Imported ${result.imported} older releases from the changelog of a package.`);
  return result;
}

/** Leaves out unreleased parts, and versions that releases of the three months have. */
async function prepareHistory(
  deps: FillDeps,
  project: Pick<Project, 'id' | 'url'>,
  { history }: FillOptions,
): Promise<PreparedImport> {
  const prepared = await prepareImport(deps, project, await deps.readChangelog(history));
  const scriptVersions = [
    ...timetable.map(({ version }) => version),
    ...Object.values<string>(upcoming),
  ];
  const isHistory = ({ version, unreleased }: PlannedRelease) =>
    !unreleased && !scriptVersions.includes(version);
  return { ...prepared, plan: prepared.plan.filter(isHistory) };
}

function invalidSlugError(slug: string) {
  const rule = 'Use 1 to 60 lower-case letters, digits and inner hyphens';
  return invalidField('invalid_body', '/slug', `"${slug}" is not a valid project name. ${rule}.`);
}
