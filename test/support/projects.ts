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

let made = 0;

export async function makeProject(
  { deps }: TestApi,
  settings: Partial<ProjectCreate> = {},
): Promise<TestProject> {
  made += 1;
  const input = projectCreate.parse({ name: 'Acme', slug: `acme-${made}`, ...settings });
  const identity = { id: deps.randomId(), publicKey: newPublicKey(), actor: 'system' };
  const { writer } = deps.database;
  const project = await writer.transaction().execute(async (trx) => {
    const now = deps.clock();
    const project = await createProject(trx, input, identity, now);
    await addSatisfactionSurvey(trx, { projectId: project.id, id: deps.randomId(), now });
    return project;
  });
  await deps.notices.poll();
  const key = async (scope: KeyScope) => {
    const id = deps.randomId();
    const wanted = {
      projectId: project.id,
      id,
      actor: 'system',
      name: scope,
      scope,
      expiresAt: null,
    };
    return (await writer.transaction().execute((trx) => createApiKey(trx, wanted, deps.clock())))
      .key;
  };
  return { ...project, key };
}
