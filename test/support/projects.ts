import {
  type Author,
  type Change,
  changeNewProject,
  changeProject,
  system,
} from '../../api/change/change.ts';
import { transact } from '../../api/db/transact.ts';
import { createApiKey } from '../../api/keys/api-keys.ts';
import { createProject, newPublicKey } from '../../api/projects/projects.ts';
import { addSatisfactionSurvey } from '../../api/surveys/default-survey.ts';
import { type Project, type ProjectCreate, projectCreate } from '../../contract/projects.ts';
import type { KeyScope } from '../../contract/vocabulary.ts';
import type { TestApi } from './api.ts';

/** A project as the tests of other features need one, made by the rules themselves. */
export interface TestProject extends Project {
  /** Makes a key of that scope and gives its text. */
  key(scope: KeyScope): Promise<string>;
}

let projectCount = 0;

export async function createTestProject(
  { deps }: TestApi,
  settings: Partial<ProjectCreate> = {},
): Promise<TestProject> {
  projectCount += 1;
  const input = projectCreate.parse({ name: 'Acme', slug: `acme-${projectCount}`, ...settings });
  const options = { ...system, projectId: deps.randomId(), newId: deps.randomId };
  const create = async (change: Change) => {
    const project = await createProject(change, input, { publicKey: newPublicKey() });
    await addSatisfactionSurvey(change);
    return project;
  };
  const project = await transact(deps, (trx) =>
    changeNewProject(trx, { ...options, now: deps.clock() }, create),
  );
  const key = async (scope: KeyScope) => {
    const keyOptions = { name: scope, scope, expiresAt: null };
    return (await runChange({ deps }, project.id, (change) => createApiKey(change, keyOptions)))
      .key;
  };
  return { ...project, key };
}

/** Runs `act` as a change to a project, made by the system unless another author is given. */
export function runChange<Result>(
  { deps }: Pick<TestApi, 'deps'>,
  projectId: string,
  act: (change: Change) => Promise<Result>,
  author: Author = system,
): Promise<Result> {
  const options = { ...author, projectId, now: deps.clock(), newId: deps.randomId };
  return transact(deps, (trx) => changeProject(trx, options, act));
}
