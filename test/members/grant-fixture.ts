import { afterEach, beforeEach, expect } from 'vitest';
import { type ApiKeyCreated, apiKeyCreated } from '../../contract/keys.ts';
import type { Role } from '../../contract/vocabulary.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import type { Databases, TestDatabase } from '../support/databases.ts';
import { addMember, createPageClient, type TestPerson, tokenOf } from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

/** For each test a project with two owners, and what they do to each other. */
export interface GrantFixture {
  database: TestDatabase;
  api: TestApi;
  acme: TestProject;
  ann: TestPerson;
  bob: TestPerson;
}

export const anyEdition = { 'if-match': '*' };

export function setUpGrants(open: Databases['open']) {
  const stage = {} as GrantFixture;

  beforeEach(async () => {
    stage.database = await open();
    stage.api = await startApi(stage.database);
    stage.acme = await createTestProject(stage.api);
    stage.ann = await addMember(stage.api, stage.acme, 'owner');
    stage.bob = await addMember(stage.api, stage.acme, 'owner');
  });

  afterEach(() => stage.api.stop());

  const at = (path: string) => `/api/projects/${stage.acme.id}${path}`;
  const member = ({ id }: TestPerson) => at(`/members/${id}`);

  return {
    stage,
    at,
    member,

    async createKey(by: MemberClient, body: object = {}): Promise<ApiKeyCreated> {
      const reply = await by.send('POST', at('/keys'), { name: 'CI', scope: 'admin', ...body });
      return apiKeyCreated.parse(await reply.json());
    },

    /** Returns the token of the link. */
    async createInvitation(by: MemberClient, role: Role = 'owner'): Promise<string> {
      const reply = await by.send('POST', at('/invitations'), { role });
      expect(reply.status).toBe(201);
      return tokenOf(await reply.json());
    },

    /** Whether a key opens the project. */
    opensProject: async ({ key }: { key: string }) =>
      (await stage.api.as(key).get(at(''))).status === 200,

    /** Whether an invitation can be accepted. */
    isInvitationOpen: async (token: string) =>
      (await createPageClient(stage.api).send('POST', '/api/invitation-lookups', { token }))
        .status === 200,

    remove: (by: MemberClient, whom: TestPerson, query = '') =>
      by.send('DELETE', member(whom) + query, undefined, anyEdition),
    demote: (by: MemberClient, whom: TestPerson, query = '') =>
      by.send('PATCH', member(whom) + query, { role: 'publisher' }, anyEdition),
    deleteKey: (by: MemberClient, { id }: { id: string }, query = '') =>
      by.send('DELETE', at(`/keys/${id}${query}`), undefined, anyEdition),

    /** Newest first. */
    async auditActions(): Promise<string[]> {
      const { data } = await (await stage.ann.get(at('/audit'))).json();
      return data.map(({ action }: { action: string }) => action);
    },
  };
}
