import { type Change, changeNewProject, changeProject, system } from '../../api/change/change.ts';
import { commit } from '../../api/db/transact.ts';
import { refuse } from '../../api/errors.ts';
import type { PlannedRelease } from '../../api/imports/import-plan.ts';
import { type PreparedImport, prepareImport, storeImport } from '../../api/imports/imports.ts';
import { giveToOwners } from '../../api/members/members.ts';
import { createProject, newPublicKey } from '../../api/projects/projects.ts';
import { addSatisfactionSurvey } from '../../api/surveys/default-survey.ts';
import { type Project, projectCreate } from '../../contract/projects.ts';
import { momentOf } from '../script/calendar.ts';
import { beginning, timetable, upcoming } from '../script/timetable.ts';
import type { Order, Tools } from './options.ts';

/** Harbour in its own colours, light and dark: those of the host app on `/demo`. */
const harbour = {
  name: 'Harbour',
  url: 'https://harbour.example',
  theme: {
    accent: '#0f766e',
    accentText: '#ffffff',
    dark: { accent: '#4fd1c1', accentText: '#06211d' },
  },
  talliedTraits: ['plan', 'role'],
};

/** Makes the project, as three months ago, and imports what was released before that. */
export async function makeProject(
  tools: Tools,
  order: Order,
): Promise<{ project: Project; imported: number }> {
  const { randomId, database } = tools;
  const { data: input } = projectCreate.safeParse({ ...harbour, slug: order.slug });
  if (!input) throw strangeSlug(order.slug);
  const options = { ...system, projectId: randomId(), newId: randomId };
  const prepared = await prepareHistory(tools, { ...input, id: options.projectId }, order);
  const create = async (change: Change) => {
    const identity = { publicKey: newPublicKey(), generated: true };
    const project = await createProject(change, input, identity);
    await giveToOwners(change);
    await addSatisfactionSurvey(change);
    return project;
  };
  const made = await commit(database, async (trx) => {
    const createdAt = { ...options, now: momentOf(beginning.made, order.now) };
    const project = await changeNewProject(trx, createdAt, create);
    const importedAt = { ...options, now: momentOf(beginning.imported, order.now) };
    const store = (change: Change) => storeImport(change, prepared);
    const { created } = await changeProject(trx, importedAt, store);
    return { project, imported: created.releases };
  });
  order.tell(`Made the project "${order.slug}", marked as generated.`);
  order.tell(
    `Imported ${made.imported} older releases, from a changelog that came with a package.`,
  );
  return made;
}

/** Without what is not released yet, and what is named like something of the three months. */
async function prepareHistory(
  tools: Tools,
  project: Pick<Project, 'id' | 'url'>,
  { history }: Order,
): Promise<PreparedImport> {
  const prepared = await prepareImport(tools, project, await tools.readChangelog(history));
  const ours = [...timetable.map(({ version }) => version), ...Object.values<string>(upcoming)];
  const isHistory = ({ version, unreleased }: PlannedRelease) =>
    !unreleased && !ours.includes(version);
  return { ...prepared, plan: prepared.plan.filter(isHistory) };
}

function strangeSlug(slug: string) {
  const rule = 'a project is named by 1 to 60 lower-case letters, digits and inner hyphens';
  return refuse('invalid_body', '/slug', `"${slug}" cannot be a project: ${rule}.`);
}
