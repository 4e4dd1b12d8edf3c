import { expect } from 'vitest';
import type { z } from 'zod';
import { verifyAudit } from '../../api/change/verify-audit.ts';
import type { Database } from '../../api/db/database.ts';
import { type Problem, problem } from '../../contract/problem.ts';
import { type Release, release } from '../../contract/releases.ts';
import type { KeyScope } from '../../contract/vocabulary.ts';
import { type ApiOptions, startApi, type TestApi } from '../support/api.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

/** Sends below the project's address, by a key of some scope. */
export type SendRequest = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Response>;

/** A project, and whoever works on its releases through the front door. */
export interface ReleaseClient {
  api: TestApi;
  project: TestProject;
  /** By scope; `publish` is who does most. */
  as: Record<KeyScope, SendRequest>;
  send: SendRequest;
  read(id: string): Promise<Release>;
  draft(version: string, fields?: object): Promise<Release>;
  publish(id: string, when?: { at: string; zone: string }): Promise<Release>;
  rollBack(id: string, reason?: string): Promise<Release>;
  edit(id: string, edit: object): Promise<Release>;
}

export async function startReleaseClient(
  database: Database,
  options: ApiOptions = {},
): Promise<ReleaseClient> {
  const api = await startApi(database, options);
  const project = await createTestProject(api, { url: 'https://acme.example/docs/' });
  const [read, publish, admin] = await Promise.all([
    createSender(api, project, 'read'),
    createSender(api, project, 'publish'),
    createSender(api, project, 'admin'),
  ]);
  return { api, project, as: { read, publish, admin }, ...createActions(publish) };
}

/** The reply's body, after the contract has had a look at it. */
export async function bodyOf<S extends z.ZodType>(
  reply: Response | Promise<Response>,
  schema: S,
  status = 200,
): Promise<z.output<S>> {
  const { status: actualStatus, body } = await unpack(reply);
  expect({ status: actualStatus, body }).toMatchObject({ status });
  return schema.parse(body);
}

/** The problem's code and where it points to; fails where the reply is no problem. */
export async function readProblem(
  reply: Response | Promise<Response>,
): Promise<Pick<Problem, 'status' | 'code'> & { pointers: string[] }> {
  const { body } = await unpack(reply);
  const { status, code, errors = [] } = problem.parse(body);
  return { status, code, pointers: errors.map(({ pointer }) => pointer) };
}

/** What a project has kept of its changes, in order, and that the chain of it holds. */
export async function readHistory({ writer }: Database, projectId: string) {
  const entries = await writer
    .selectFrom('audit_entry')
    .select(['actor', 'action', 'subject', 'before', 'after'])
    .where('project_id', '=', projectId)
    .where('action', 'like', 'release.%')
    .orderBy('seq')
    .execute();
  const messages = await writer
    .selectFrom('outbox')
    .select(['kind', 'payload'])
    .where('project_id', '=', projectId)
    .orderBy('id')
    .execute();
  expect(await verifyAudit(writer, projectId)).toMatchObject({ ok: true });
  return {
    entries: entries.map(({ before, after, ...entry }) => ({
      ...entry,
      before: JSON.parse(before ?? 'null'),
      after: JSON.parse(after ?? 'null'),
    })),
    actions: entries.map(({ action }) => action),
    messages: messages.map(({ kind, payload }) => ({ kind, ...JSON.parse(payload) })),
  };
}

export async function revisionOf({ writer }: Database, projectId: string): Promise<number> {
  const query = writer.selectFrom('project').select('revision').where('id', '=', projectId);
  return (await query.executeTakeFirstOrThrow()).revision;
}

async function unpack(reply: Response | Promise<Response>) {
  const response = await reply;
  return { status: response.status, body: await response.json() };
}

async function createSender(
  api: TestApi,
  project: TestProject,
  scope: KeyScope,
): Promise<SendRequest> {
  const client = api.as(await project.key(scope));
  return (method, path, body, headers) =>
    client.send(method, `/api/projects/${project.slug}${path}`, body, headers);
}

function createActions(send: SendRequest): Omit<ReleaseClient, 'api' | 'project' | 'as'> {
  return {
    send,
    read: (id) => bodyOf(send('GET', `/releases/${id}`), release),
    draft: (version, fields = {}) =>
      bodyOf(send('POST', '/releases', { version, ...fields }), release, 201),
    publish: (id, when) => bodyOf(send('POST', `/releases/${id}/publish`, when ?? {}), release),
    rollBack: (id, reason = 'It hurts.') =>
      bodyOf(send('POST', `/releases/${id}/roll-back`, { reason }), release),
    edit: (id, edit) =>
      bodyOf(send('PATCH', `/releases/${id}`, edit, { 'if-match': '*' }), release),
  };
}
