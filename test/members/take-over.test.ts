import { describe, expect, test } from 'vitest';
import { listedApiKey } from '../../contract/keys.ts';
import { problem } from '../../contract/problem.ts';
import { type Withdrawal, withdrawalList } from '../../contract/withdrawals.ts';
import { onEachDatabase } from '../support/databases.ts';
import { setUpGrants } from './grant-fixture.ts';

onEachDatabase('what a change would withdraw', ({ open }) => {
  const acts = setUpGrants(open);
  const {
    stage,
    at,
    member,
    createKey,
    opensProject: opens,
    remove,
    demote,
    deleteKey,
    auditActions,
  } = acts;
  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;

  async function listed(reply: Response): Promise<Withdrawal[]> {
    expect(reply.status).toBe(200);
    return withdrawalList.parse(await reply.json()).data;
  }

  describe('is listed by a dry run, which changes nothing,', () => {
    test.each([
      ['of a removal', (query: string) => remove(stage.ann, stage.bob, query)],
      ['of a demotion', (query: string) => demote(stage.ann, stage.bob, query)],
    ])('%s', async (_what, act) => {
      const key = await createKey(stage.bob, { name: 'Deploy' });
      const below = await createKey(stage.api.as(key.key), { name: 'Below', scope: 'read' });
      await stage.bob.send('POST', at('/invitations'), { role: 'viewer', email: 'cy@example.com' });
      await stage.bob.send('POST', at('/token-keys'), { algorithm: 'HS256' });
      const before = await auditActions();
      const list = await listed(await act('?dryRun=1'));
      const project = { id: stage.acme.id, name: stage.acme.name };
      const byBob = { createdBy: `person:${stage.bob.id}`, project, withdrawn: true };
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
      const key = await createKey(stage.bob);
      const below = await createKey(stage.api.as(key.key));
      const list = await listed(await deleteKey(stage.ann, key, '?dryRun=1'));
      expect(list.map(({ id }) => id)).toEqual([below.id]);
      expect(await opens(key)).toBe(true);
    });

    test('and refuses what the change itself would refuse', async () => {
      const stale = { 'if-match': '"7"' };
      const reply = await stage.ann.send(
        'DELETE',
        `${member(stage.bob)}?dryRun=1`,
        undefined,
        stale,
      );
      expect(await codeOf(reply)).toBe('precondition_failed');
      await remove(stage.ann, stage.bob);
      expect(await codeOf(await remove(stage.ann, stage.bob, '?dryRun=1'))).toBe('not_found');
      expect(await codeOf(await demote(stage.ann, stage.ann, '?dryRun=1'))).toBe('last_owner');
    });
  });

  describe('can be taken over', () => {
    test('in the same step, with everything under it', async () => {
      const kept = await createKey(stage.bob, { name: 'Kept' });
      const under = await createKey(stage.api.as(kept.key));
      const lost = await createKey(stage.bob);
      expect((await remove(stage.ann, stage.bob, `?takeOver=${kept.id}`)).status).toBe(204);
      expect([await opens(kept), await opens(under), await opens(lost)]).toEqual([
        true,
        true,
        false,
      ]);
      const reply = await stage.ann.get(at(`/keys/${kept.id}`));
      expect(listedApiKey.parse(await reply.json())).toMatchObject({
        createdBy: `person:${stage.ann.id}`,
        authority: 'valid',
      });
      expect((await auditActions()).slice(0, 2)).toEqual(['key.delete', 'key.take_over']);
    });

    test('only a key below it', async () => {
      const first = await createKey(stage.bob);
      const second = await createKey(stage.api.as(first.key));
      expect((await deleteKey(stage.ann, first, `?takeOver=${second.id}`)).status).toBe(204);
      expect([await opens(first), await opens(second)]).toEqual([false, true]);
    });

    test.each([
      ['a key that would not be withdrawn', 'invalid_query', () => stage.ann, () => stage.bob],
      ['by somebody who leaves', 'forbidden', () => stage.bob, () => stage.bob],
    ] as const)('not %s', async (_what, code, by, whom) => {
      const key = await createKey(code === 'forbidden' ? stage.bob : stage.ann);
      const reply = await remove(by(), whom(), `?takeOver=${key.id}`);
      expect(await codeOf(reply)).toBe(code);
      expect((await stage.ann.get(member(stage.bob))).status).toBe(200);
      expect(await opens(key)).toBe(true);
    });

    test('by no program', async () => {
      const key = await createKey(stage.bob);
      const program = stage.api.as(await stage.acme.key('admin'));
      expect(await codeOf(await remove(program, stage.bob, `?takeOver=${key.id}`))).toBe(
        'forbidden',
      );
      const reply = await program.send('POST', at(`/keys/${key.id}/take-over`));
      expect(await codeOf(reply)).toBe('forbidden');
    });
  });
});
