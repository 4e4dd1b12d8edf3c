import { projectCreate } from '../../contract/projects.ts';
import { type ReleaseCreate, releaseCreate } from '../../contract/releases.ts';
import { type Change, changeNewProject, system } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { createProject, hasProjects, newPublicKey } from '../projects/projects.ts';
import { publish } from '../releases/publishing.ts';
import { createRelease } from '../releases/releases.ts';
import { addSatisfactionSurvey } from '../surveys/default-survey.ts';
import { isNew, type PlannedRelease } from './import-plan.ts';
import { prepareImport, storeImport } from './imports.ts';

/**
 * Creates the project `tidings` from our own changelog if there is no project, so that a new
 * instance has something to show: the newest release is published and open to ratings, the others
 * are history. If several nodes start at once, one of them creates the project.
 */
export async function createFirstProject(deps: Deps, changelog: string): Promise<void> {
  if (await hasProjects(deps.database.reader)) return;
  const id = deps.randomId();
  const prepared = await prepareImport(
    deps,
    { id, url: null },
    await deps.readChangelog(changelog),
  );
  const newest = prepared.plan.find((planned) => isNew(planned) && !planned.unreleased);
  const history = prepared.plan.filter((planned) => planned !== newest);
  const create = async (change: Change) => {
    const input = projectCreate.parse({ name: 'Tidings', slug: 'tidings' });
    await createProject(change, input, { publicKey: newPublicKey() });
    const surveyId = await addSatisfactionSurvey(change);
    await storeImport(change, { ...prepared, plan: history });
    if (!newest) return;
    const rendered = prepared.html.get(newest.version) ?? [];
    const release = await createRelease(change, { input: asDraft(newest), rendered, surveyId });
    await publish(change, { releaseId: release.id });
  };

  const options = { ...system, projectId: id, newId: deps.randomId };
  const createNow = (trx: Db) => changeNewProject(trx, { ...options, now: deps.clock() }, create);
  await transact(deps, createNow).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'slug_taken')) throw error;
  });
}

function asDraft({ version, title, displayDate, entries }: PlannedRelease): ReleaseCreate {
  const notes = entries.map(({ kind, body }) => ({ kind, title: '', body }));
  return releaseCreate.parse({ version, title, displayDate, notes });
}
