import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTokenKey } from '../../api/visitors/token-keys.ts';
import { listOf } from '../../contract/fields.ts';
import { type ApiKeyCreated, apiKeyCreated, listedApiKey } from '../../contract/keys.ts';
import { problem } from '../../contract/problem.ts';
import { keyScopes, type Role } from '../../contract/vocabulary.ts';
import { type Withdrawal, withdrawalList } from '../../contract/withdrawals.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  asPage,
  comeIn,
  invite,
  type TestPerson,
  testPassword,
  tokenOf,
} from '../support/people.ts';
import { makeProject, type TestProject } from '../support/projects.ts';

const hourMs = 60 * 60 * 1000;

onEachDatabase('what someone created', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;
  let bob: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await makeProject(api);
    ann = await comeIn(api, acme, 'owner');
    bob = await comeIn(api, acme, 'owner');
  });

  afterEach(() => api.stop());

  const at = (path: string) => `/api/projects/${acme.id}${path}`;
  const anyEdition = { 'if-match': '*' };
  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;

  async function createKey(by: MemberClient, body: object = {}): Promise<ApiKeyCreated> {
    const reply = await by.send('POST', at('/keys'), { name: 'CI', scope: 'admin', ...body });
    return apiKeyCreated.parse(await reply.json());
  }

  async function createInvitation(by: MemberClient, role: Role = 'owner'): Promise<string> {
    return tokenOf(await (await by.send('POST', at('/invitations'), { role })).json());
  }

  const opens = async ({ key }: { key: string }) =>
    (await api.as(key).get(`/api/projects/${acme.id}`)).status === 200;
  const invites = async (token: string) =>
    (await asPage(api).send('POST', '/api/invitation-lookups', { token })).status === 200;

  const member = ({ id }: TestPerson) => at(`/members/${id}`);
  const remove = (by: MemberClient, whom: TestPerson, query = '') =>
    by.send('DELETE', member(whom) + query, undefined, anyEdition);
  const demote = (by: MemberClient, whom: TestPerson, query = '') =>
    by.send('PATCH', member(whom) + query, { role: 'publisher' }, anyEdition);
  const deleteKey = (by: MemberClient, { id }: { id: string }, query = '') =>
    by.send('DELETE', at(`/keys/${id}${query}`), undefined, anyEdition);

  async function listed(reply: Response): Promise<Withdrawal[]> {
    expect(reply.status).toBe(200);
    return withdrawalList.parse(await reply.json()).data;
  }

  async function auditActions(): Promise<string[]> {
    const { data } = await (await ann.get(at('/audit'))).json();
    return data.map(({ action }: { action: string }) => action);
  }

  describe.each(['a person', 'a key', 'the command line'] as const)('as %s', (kind) => {
    /** Bob's key: what a key creates is created with it. */
    let key: ApiKeyCreated;

    /** One of everything that can be created, with a check that it still works. */
    async function createAll(): Promise<Record<string, () => Promise<boolean>>> {
      const tokenKeyId = await createTokenKeyBy[kind]();
      const things: Record<string, () => Promise<boolean>> = {
        'token key': async () =>
          (await (await ann.get(at(`/token-keys/${tokenKeyId}`))).json()).retiredAt === null,
      };
      for (const scope of keyScopes) {
        const created = await createKeyBy[kind](scope);
        things[`${scope} key`] = () => opens({ key: created });
      }
      const token = await createInvitationBy[kind]();
      things.invitation = () => invites(token);
      return things;
    }

    const client = () => (kind === 'a key' ? api.as(key.key) : bob);
    const createKeyBy = {
      'a person': async (scope: string) => (await createKey(client(), { scope })).key,
      'a key': async (scope: string) => (await createKey(client(), { scope })).key,
      'the command line': (scope: (typeof keyScopes)[number]) => acme.key(scope),
    } as const;
    const createInvitationBy = {
      'a person': () => createInvitation(client()),
      'a key': () => createInvitation(client()),
      'the command line': () => invite(api, { projectId: acme.id, role: 'owner' }),
    } as const;
    const addTokenKey = async () =>
      (await (await client().send('POST', at('/token-keys'), { algorithm: 'HS256' })).json()).id;
    const createTokenKeyBy = {
      'a person': addTokenKey,
      'a key': addTokenKey,
      async 'the command line'() {
        const input = { algorithm: 'HS256' } as const;
        const one = { projectId: acme.id, id: api.deps.randomId(), actor: 'system', input };
        const { dialect } = database;
        await database.writer
          .transaction()
          .execute((trx) => createTokenKey(trx, dialect, one, api.clock()));
        return one.id;
      },
    } as const;

    const losses = {
      'the person is removed': () => remove(ann, bob),
      'the person is demoted': () => demote(ann, bob),
      'the key is deleted': () => deleteKey(ann, key),
      async 'the key expires'() {
        api.clock.advance(hourMs);
        return undefined;
      },
    };
    const ends: Record<typeof kind, readonly string[]> = {
      'a person': ['the person is removed', 'the person is demoted'],
      'a key': Object.keys(losses),
      'the command line': [],
    };

    test.each(Object.entries(losses))('when %s', async (loss, lose) => {
      const expiresAt = new Date(api.clock().getTime() + hourMs).toISOString();
      key = await createKey(bob, { expiresAt });
      const things = await createAll();
      for (const [name, works] of Object.entries(things)) expect(await works(), name).toBe(true);

      const reply = await lose();
      expect(reply?.ok ?? true).toBe(true);
      const isOver = ends[kind].includes(loss);
      for (const [name, works] of Object.entries(things)) {
        expect(await works(), name).toBe(name === 'token key' || !isOver);
      }
    });
  });

  test('is withdrawn transitively, each with an audit entry', async () => {
    const first = await createKey(bob);
    const second = await createKey(api.as(first.key));
    const third = await createKey(api.as(second.key), { scope: 'read' });
    const token = await createInvitation(api.as(second.key));
    expect((await remove(ann, bob)).status).toBe(204);
    for (const key of [first, second, third]) expect(await opens(key)).toBe(false);
    expect(await invites(token)).toBe(false);
    const deleted = ['invitation.delete', 'key.delete', 'key.delete', 'key.delete'];
    const [last = [], rest] = [(await auditActions()).slice(0, 4), (await auditActions())[4]];
    expect(last.sort()).toEqual(deleted);
    expect(rest).toBe('member.remove');
    const { data } = await (await ann.get(at('/keys'))).json();
    expect(data).toEqual([]);
  });

  describe('is listed by a dry run, which changes nothing,', () => {
    test.each([
      ['of a removal', (query: string) => remove(ann, bob, query)],
      ['of a demotion', (query: string) => demote(ann, bob, query)],
    ])('%s', async (_what, act) => {
      const key = await createKey(bob, { name: 'Deploy' });
      const below = await createKey(api.as(key.key), { name: 'Below', scope: 'read' });
      await bob.send('POST', at('/invitations'), { role: 'viewer', email: 'cy@example.com' });
      await bob.send('POST', at('/token-keys'), { algorithm: 'HS256' });
      const before = await auditActions();
      const list = await listed(await act('?dryRun=1'));
      const project = { id: acme.id, name: acme.name };
      const byBob = { createdBy: `person:${bob.id}`, project, withdrawn: true };
      expect(list).toMatchObject([
        { kind: 'key', id: key.id, name: 'Deploy', scope: 'admin', ...byBob },
        { kind: 'key', id: below.id, createdBy: `key:${key.id}`, createdByName: 'Deploy' },
        { kind: 'invitation', name: 'cy@example.com', role: 'viewer', ...byBob },
        { kind: 'token-key', name: 'HS256', ...byBob, withdrawn: false },
      ]);
      expect(await auditActions()).toEqual(before);
      expect(await opens(key)).toBe(true);

      expect((await act('')).ok).toBe(true);
      const gone = (await auditActions()).filter((action) => action.endsWith('.delete'));
      expect(gone).toHaveLength(list.filter(({ withdrawn }) => withdrawn).length);
    });

    test('of the deletion of a key', async () => {
      const key = await createKey(bob);
      const below = await createKey(api.as(key.key));
      const list = await listed(await deleteKey(ann, key, '?dryRun=1'));
      expect(list.map(({ id }) => id)).toEqual([below.id]);
      expect(await opens(key)).toBe(true);
    });

    test('and refuses what the change itself would refuse', async () => {
      const stale = { 'if-match': '"7"' };
      const reply = await ann.send('DELETE', `${member(bob)}?dryRun=1`, undefined, stale);
      expect(await codeOf(reply)).toBe('precondition_failed');
      await remove(ann, bob);
      expect(await codeOf(await remove(ann, bob, '?dryRun=1'))).toBe('not_found');
      expect(await codeOf(await demote(ann, ann, '?dryRun=1'))).toBe('last_owner');
    });
  });

  describe('can be taken over', () => {
    test('in the same step, with everything under it', async () => {
      const kept = await createKey(bob, { name: 'Kept' });
      const under = await createKey(api.as(kept.key));
      const lost = await createKey(bob);
      expect((await remove(ann, bob, `?takeOver=${kept.id}`)).status).toBe(204);
      expect([await opens(kept), await opens(under), await opens(lost)]).toEqual([
        true,
        true,
        false,
      ]);
      const reply = await ann.get(at(`/keys/${kept.id}`));
      expect(listedApiKey.parse(await reply.json())).toMatchObject({
        createdBy: `person:${ann.id}`,
        authority: 'valid',
      });
      expect((await auditActions()).slice(0, 2)).toEqual(['key.delete', 'key.take_over']);
    });

    test('only a key below it', async () => {
      const first = await createKey(bob);
      const second = await createKey(api.as(first.key));
      expect((await deleteKey(ann, first, `?takeOver=${second.id}`)).status).toBe(204);
      expect([await opens(first), await opens(second)]).toEqual([false, true]);
    });

    test.each([
      ['a key that would not be withdrawn', 'invalid_query', () => ann, () => bob],
      ['by somebody who leaves', 'forbidden', () => bob, () => bob],
    ] as const)('not %s', async (_what, code, by, whom) => {
      const key = await createKey(code === 'forbidden' ? bob : ann);
      const reply = await remove(by(), whom(), `?takeOver=${key.id}`);
      expect(await codeOf(reply)).toBe(code);
      expect((await ann.get(member(bob))).status).toBe(200);
      expect(await opens(key)).toBe(true);
    });

    test('by no program', async () => {
      const key = await createKey(bob);
      const program = api.as(await acme.key('admin'));
      expect(await codeOf(await remove(program, bob, `?takeOver=${key.id}`))).toBe('forbidden');
      const reply = await program.send('POST', at(`/keys/${key.id}/take-over`));
      expect(await codeOf(reply)).toBe('forbidden');
    });
  });

  describe('under a right that ended unnoticed, as with version 0.1.0,', () => {
    const demoteUnnoticed = () =>
      database.writer
        .updateTable('member')
        .set({ role: 'viewer' })
        .where('project_id', '=', acme.id)
        .where('person_id', '=', bob.id)
        .execute();

    test('opens nothing, is listed as lost, and works again for an owner who takes it over', async () => {
      const key = await createKey(bob, { name: 'Old' });
      const token = await createInvitation(bob);
      await demoteUnnoticed();
      expect(await codeOf(await api.as(key.key).get(at('')))).toBe('key_invalid');
      expect(await invites(token)).toBe(false);
      const acceptance = { token, email: 'eve@example.com', name: 'Eve', password: testPassword };
      const reply = await asPage(api).send('POST', '/api/invitation-acceptances', acceptance);
      expect(await codeOf(reply)).toBe('not_found');

      const list = listOf(listedApiKey).parse(await (await ann.get(at('/keys'))).json()).data;
      expect(list).toMatchObject([{ name: 'Old', authority: 'lost' }]);
      const taken = await ann.send('POST', at(`/keys/${key.id}/take-over`));
      expect(listedApiKey.parse(await taken.json())).toMatchObject({ authority: 'valid' });
      expect(await opens(key)).toBe(true);
    });
  });

  test('by nobody known is listed with a warning, and works', async () => {
    const key = await createKey(bob);
    await database.writer.updateTable('api_key').set({ created_by: null }).execute();
    expect(await opens(key)).toBe(true);
    const list = listOf(listedApiKey).parse(await (await ann.get(at('/keys'))).json()).data;
    expect(list).toMatchObject([{ createdBy: null, createdByName: null, authority: 'unknown' }]);
    expect((await remove(ann, bob)).status).toBe(204);
    expect(await opens(key)).toBe(true);
  });

  describe('at the moment of the removal, on another node,', () => {
    let other: TestApi;

    beforeEach(async () => {
      other = await startApi(database.openSecond());
    });

    afterEach(() => other.stop());

    test('lets someone in before it, or nobody', async () => {
      for (let round = 0; round < 4; round += 1) {
        const cy = await comeIn(api, acme, 'owner');
        const token = await createInvitation(cy, 'viewer');
        const email = `round-${round}@example.com`;
        const acceptance = { token, email, name: 'Eve', password: testPassword };
        const [removed, accepted] = await Promise.all([
          remove(ann, cy),
          asPage(other).send('POST', '/api/invitation-acceptances', acceptance),
        ]);
        expect(removed.status).toBe(204);
        expect([200, 404]).toContain(accepted.status);
        const open = await database.reader
          .selectFrom('invitation')
          .select('id')
          .where('created_by', '=', `person:${cy.id}`)
          .where('accepted_at', 'is', null)
          .execute();
        expect(open).toEqual([]);
        const people = await database.reader
          .selectFrom('person')
          .select('id')
          .where('email', '=', email)
          .execute();
        expect(people).toHaveLength(accepted.status === 200 ? 1 : 0);
      }
    });

    test('is no key that works afterwards', async () => {
      for (let round = 0; round < 4; round += 1) {
        const cy = await comeIn(api, acme, 'owner');
        const there = asPage(other, cy.cookie);
        const [removed, reply] = await Promise.all([
          remove(ann, cy),
          there.send('POST', at('/keys'), { name: 'Race', scope: 'admin' }),
        ]);
        expect(removed.status).toBe(204);
        expect([201, 401, 403, 404]).toContain(reply.status);
        if (reply.status === 201) expect(await opens(await reply.json())).toBe(false);
        const left = await database.reader
          .selectFrom('api_key')
          .select('id')
          .where('created_by', '=', `person:${cy.id}`)
          .execute();
        expect(left).toEqual([]);
      }
    });
  });
});
