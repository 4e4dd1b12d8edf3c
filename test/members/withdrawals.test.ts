import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../api/change/change.ts';
import { createTokenKey } from '../../api/keys/token-keys.ts';
import { listOf } from '../../contract/fields.ts';
import { type ApiKeyCreated, listedApiKey } from '../../contract/keys.ts';
import { problem } from '../../contract/problem.ts';
import { keyScopes } from '../../contract/vocabulary.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember, createPageClient, invite, testPassword } from '../support/people.ts';
import { runChange } from '../support/projects.ts';
import { setUpGrants } from './grant-fixture.ts';

const hourMs = 60 * 60 * 1000;

onEachDatabase('what someone created', ({ open }) => {
  const acts = setUpGrants(open);
  const {
    stage,
    at,
    createKey,
    createInvitation,
    opensProject: opens,
    isInvitationOpen: invites,
  } = acts;
  const { remove, demote, deleteKey, auditActions } = acts;
  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;

  describe.each(['a person', 'a key', 'the command line'] as const)('as %s', (kind) => {
    /** Bob's key: what a key creates is created with it. */
    let key: ApiKeyCreated;

    /** One of everything that can be created, with a check that it still works. */
    async function createAll(): Promise<Record<string, () => Promise<boolean>>> {
      const tokenKeyId = await createTokenKeyBy[kind]();
      const things: Record<string, () => Promise<boolean>> = {
        'token key': async () =>
          (await (await stage.ann.get(at(`/token-keys/${tokenKeyId}`))).json()).retiredAt === null,
      };
      for (const scope of keyScopes) {
        const created = await createKeyBy[kind](scope);
        things[`${scope} key`] = () => opens({ key: created });
      }
      const token = await createInvitationBy[kind]();
      things.invitation = () => invites(token);
      return things;
    }

    const client = () => (kind === 'a key' ? stage.api.as(key.key) : stage.bob);
    const createKeyBy = {
      'a person': async (scope: string) => (await createKey(client(), { scope })).key,
      'a key': async (scope: string) => (await createKey(client(), { scope })).key,
      'the command line': (scope: (typeof keyScopes)[number]) => stage.acme.key(scope),
    } as const;
    const createInvitationBy = {
      'a person': () => createInvitation(client()),
      'a key': () => createInvitation(client()),
      'the command line': () => invite(stage.api, { projectId: stage.acme.id, role: 'owner' }),
    } as const;
    const addTokenKey = async () =>
      (await (await client().send('POST', at('/token-keys'), { algorithm: 'HS256' })).json()).id;
    const createTokenKeyBy = {
      'a person': addTokenKey,
      'a key': addTokenKey,
      async 'the command line'() {
        const { protection } = stage.api.deps.keys;
        const create = (change: Change) =>
          createTokenKey(change, protection, { algorithm: 'HS256' });
        return (await runChange(stage.api, stage.acme.id, create)).id;
      },
    } as const;

    const losses = {
      'the person is removed': () => remove(stage.ann, stage.bob),
      'the person is demoted': () => demote(stage.ann, stage.bob),
      'the key is deleted': () => deleteKey(stage.ann, key),
      async 'the key expires'() {
        stage.api.clock.advance(hourMs);
        return undefined;
      },
    };
    const ends: Record<typeof kind, readonly string[]> = {
      'a person': ['the person is removed', 'the person is demoted'],
      'a key': Object.keys(losses),
      'the command line': [],
    };

    test.each(Object.entries(losses))('when %s', async (loss, lose) => {
      const expiresAt = new Date(stage.api.clock().getTime() + hourMs).toISOString();
      key = await createKey(stage.bob, { expiresAt });
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
    const first = await createKey(stage.bob);
    const second = await createKey(stage.api.as(first.key));
    const third = await createKey(stage.api.as(second.key), { scope: 'read' });
    const token = await createInvitation(stage.api.as(second.key));
    expect((await remove(stage.ann, stage.bob)).status).toBe(204);
    for (const key of [first, second, third]) expect(await opens(key)).toBe(false);
    expect(await invites(token)).toBe(false);
    const deleted = ['invitation.delete', 'key.delete', 'key.delete', 'key.delete'];
    const [last = [], rest] = [(await auditActions()).slice(0, 4), (await auditActions())[4]];
    expect(last.sort()).toEqual(deleted);
    expect(rest).toBe('member.remove');
    const { data } = await (await stage.ann.get(at('/keys'))).json();
    expect(data).toEqual([]);
  });

  test('under a key that has expired works no longer, however many creators lie between', async () => {
    const expiresAt = new Date(stage.api.clock().getTime() + hourMs).toISOString();
    const first = await createKey(stage.bob, { expiresAt });
    const second = await createKey(stage.api.as(first.key));
    const third = await createKey(stage.api.as(second.key), { scope: 'read' });
    const token = await createInvitation(stage.api.as(second.key));
    expect([await opens(third), await invites(token)]).toEqual([true, true]);
    stage.api.clock.advance(hourMs);
    expect([await opens(third), await invites(token)]).toEqual([false, false]);
    const reply = await stage.ann.get(at('/keys'));
    const list = listOf(listedApiKey).parse(await reply.json()).data;
    expect(list.find(({ id }) => id === third.id)).toMatchObject({ authority: 'lost' });
  });

  describe('under a right that ended unnoticed, as with version 0.1.0,', () => {
    const demoteUnnoticed = () =>
      stage.database.writer
        .updateTable('member')
        .set({ role: 'viewer' })
        .where('project_id', '=', stage.acme.id)
        .where('person_id', '=', stage.bob.id)
        .execute();

    test('opens nothing, is listed as lost, and works again for an owner who takes it over', async () => {
      const key = await createKey(stage.bob, { name: 'Old' });
      const token = await createInvitation(stage.bob);
      await demoteUnnoticed();
      expect(await codeOf(await stage.api.as(key.key).get(at('')))).toBe('key_invalid');
      expect(await invites(token)).toBe(false);
      const acceptance = { token, email: 'eve@example.com', name: 'Eve', password: testPassword };
      const reply = await createPageClient(stage.api).send(
        'POST',
        '/api/invitation-acceptances',
        acceptance,
      );
      expect(await codeOf(reply)).toBe('not_found');

      const list = listOf(listedApiKey).parse(await (await stage.ann.get(at('/keys'))).json()).data;
      expect(list).toMatchObject([{ name: 'Old', authority: 'lost' }]);
      const taken = await stage.ann.send('POST', at(`/keys/${key.id}/take-over`));
      expect(listedApiKey.parse(await taken.json())).toMatchObject({ authority: 'valid' });
      expect(await opens(key)).toBe(true);
    });
  });

  test('by nobody known is listed with a warning, and works', async () => {
    const key = await createKey(stage.bob);
    await stage.database.writer.updateTable('api_key').set({ created_by: null }).execute();
    expect(await opens(key)).toBe(true);
    const list = listOf(listedApiKey).parse(await (await stage.ann.get(at('/keys'))).json()).data;
    expect(list).toMatchObject([{ createdBy: null, createdByName: null, authority: 'unknown' }]);
    expect((await remove(stage.ann, stage.bob)).status).toBe(204);
    expect(await opens(key)).toBe(true);
  });

  describe('at the moment of the removal, on another node,', () => {
    let other: TestApi;

    beforeEach(async () => {
      other = await startApi(stage.database.openSecond());
    });

    afterEach(() => other.stop());

    test('lets someone in before it, or nobody', async () => {
      for (let round = 0; round < 4; round += 1) {
        const cy = await addMember(stage.api, stage.acme, 'owner');
        const token = await createInvitation(cy, 'viewer');
        const email = `round-${round}@example.com`;
        const acceptance = { token, email, name: 'Eve', password: testPassword };
        const [removed, accepted] = await Promise.all([
          remove(stage.ann, cy),
          createPageClient(other).send('POST', '/api/invitation-acceptances', acceptance),
        ]);
        expect(removed.status).toBe(204);
        expect([200, 404]).toContain(accepted.status);
        const open = await stage.database.reader
          .selectFrom('invitation')
          .select('id')
          .where('created_by', '=', `person:${cy.id}`)
          .where('accepted_at', 'is', null)
          .execute();
        expect(open).toEqual([]);
        const people = await stage.database.reader
          .selectFrom('person')
          .select('id')
          .where('email', '=', email)
          .execute();
        expect(people).toHaveLength(accepted.status === 200 ? 1 : 0);
      }
    });

    test('is no key that works afterwards', async () => {
      for (let round = 0; round < 4; round += 1) {
        const cy = await addMember(stage.api, stage.acme, 'owner');
        const there = createPageClient(other, cy.cookie);
        const [removed, reply] = await Promise.all([
          remove(stage.ann, cy),
          there.send('POST', at('/keys'), { name: 'Race', scope: 'admin' }),
        ]);
        expect(removed.status).toBe(204);
        expect([201, 401, 403, 404]).toContain(reply.status);
        if (reply.status === 201) expect(await opens(await reply.json())).toBe(false);
        const left = await stage.database.reader
          .selectFrom('api_key')
          .select('id')
          .where('created_by', '=', `person:${cy.id}`)
          .execute();
        expect(left).toEqual([]);
      }
    });
  });
});
