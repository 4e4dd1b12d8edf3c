import { expect } from 'vitest';
import type { TestApi } from '../support/api.ts';
import { addMember } from '../support/people.ts';
import type { TestProject } from '../support/projects.ts';

/** One operation of the document, with its method in capitals. */
export interface Operation {
  method: string;
  path: string;
  operationId?: string;
  /** The least role, for a member route; undefined for a public one. */
  role: string | undefined;
  /** Whether it is for whoever is signed in, and takes no key. */
  signedIn: boolean;
  requestBody?: { required?: boolean };
  parameters?: { name: string; in: string; required?: boolean }[];
}

type OperationObject = Omit<Operation, 'method' | 'path' | 'role' | 'signedIn'> & {
  security?: { apiKey?: string[]; session?: string[] }[];
};

/** All that the document of a running app has, in its order. */
export async function listOperations({ app }: TestApi): Promise<Operation[]> {
  const reply = await app.request('/openapi.json');
  const document: { paths: Record<string, Record<string, OperationObject>> } = await reply.json();
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security = [], ...operation }]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      role: security[0]?.apiKey?.[0],
      signedIn: security[0]?.session !== undefined,
    })),
  );
}

/** How a thing is made that a route's address names. A new kind of thing needs its line here. */
const creationRequests: Record<string, [path: string, body: unknown]> = {
  release: ['releases', { version: '1.0.0' }],
  key: ['keys', { name: 'CI', scope: 'read' }],
  tokenKey: ['token-keys', { algorithm: 'HS256' }],
  invitation: ['invitations', { role: 'viewer' }],
};

/** A thing of each kind in a project, and the project: what the names in addresses stand for. */
export async function createResources(
  api: TestApi,
  project: TestProject,
): Promise<Record<string, string>> {
  const owner = api.as(await project.key('admin'));
  const { id: person } = await addMember(api, project, 'viewer');
  const resources: Record<string, string> = { project: project.slug, person };
  for (const [name, [path, body]] of Object.entries(creationRequests)) {
    const reply = await owner.send('POST', `/api/projects/${project.id}/${path}`, body);
    expect(reply.status).toBe(201);
    resources[name] = (await reply.json()).id;
  }
  resources.heldGroup = await createEmptyHeldGroup(api, project.id);
  return resources;
}

/** A group without visitors: it takes an attack to make a real one. */
async function createEmptyHeldGroup({ deps, clock }: TestApi, projectId: string): Promise<string> {
  const id = deps.randomId();
  const columns = { network: 'digest', found_at: clock().toISOString(), state: 'held' as const };
  const row = { project_id: projectId, id, ...columns, settle_at: null, settled_through: '' };
  await deps.database.writer.insertInto('held_group').values(row).execute();
  return id;
}

/** A route's address with the things that it names. */
export function addressOf(
  { path }: Pick<Operation, 'path'>,
  resources: Record<string, string>,
): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name) => {
    expect(resources, `tell this test how to make a ${name}`).toHaveProperty(name);
    return resources[name] ?? '';
  });
}

/** That a route refuses with this status and code, by its name. */
export async function expectError(
  { method, path }: Operation,
  reply: Response,
  [status, code]: [status: number, code: string],
): Promise<void> {
  const route = `${method} ${path}`;
  const actual = { route, status: reply.status, code: (await reply.json()).code };
  expect(actual).toEqual({ route, status, code });
}
