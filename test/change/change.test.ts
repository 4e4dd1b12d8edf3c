import { setTimeout as sleep } from 'node:timers/promises';
import type { KyselyPlugin, RootOperationNode } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Change, changeNewProject, changeProject, system } from '../../api/change/change.ts';
import { verifyAudit } from '../../api/change/verify-audit.ts';
import { commit } from '../../api/db/transact.ts';
import { newId } from '../../api/ids.ts';
import { newPublicKey } from '../../api/projects/projects.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { addMember } from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const now = new Date('2026-06-01T12:00:00.000Z');
const author = { actor: 'person:ann', role: 'publisher' } as const;

onEachDatabase('a change to a project', ({ dialect, open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    return () => api.stop();
  });

  const path = () => `/api/projects/${acme.id}/releases`;

  const optionsFor = (projectId: string) => ({ ...author, projectId, now, newId });
  const change = <Result>(
    act: (change: Change) => Promise<Result>,
    { writer }: Pick<TestDatabase, 'writer'> = database,
    projectId = acme.id,
  ) => commit({ writer }, (trx) => changeProject(trx, optionsFor(projectId), act));

  /** What is stored of a project's changes. */
  async function read(projectId = acme.id) {
    const { reader } = database;
    const entries = await reader
      .selectFrom('audit_entry')
      .select(['seq', 'actor', 'action'])
      .where('project_id', '=', projectId)
      .orderBy('seq')
      .execute();
    const messages = await reader
      .selectFrom('outbox')
      .select(['kind', 'payload', 'created_at'])
      .where('project_id', '=', projectId)
      .execute();
    const row = await reader
      .selectFrom('project')
      .select(['revision', 'private_revision'])
      .where('id', '=', projectId)
      .executeTakeFirstOrThrow();
    return { entries, actions: entries.map(({ action }) => action), messages, ...row };
  }

  describe('has', () => {
    test('who makes it, when and where, and new ids', async () => {
      const { newId: takeId, ...given } = await change(async (it) => it);
      expect(given).toMatchObject({ ...author, projectId: acme.id, now });
      expect(takeId()).not.toBe(takeId());
    });

    test('no place in a project that is not there', async () => {
      const act = async () => expect.unreachable();
      const refused = expect.objectContaining({ code: 'not_found' });
      await expect(change(act, database, newId())).rejects.toEqual(refused);
    });
  });

  describe('is stored after the work', () => {
    test('in one order, with one update of the project’s row', async () => {
      const { writer, statements } = listening(database);
      await change(
        async ({ record, notify, raiseRevision, raisePrivateRevision }) => {
          raiseRevision();
          notify('release.published', { version: '1.0' });
          record('release.create', 'release:1');
          raisePrivateRevision();
          record('release.publish', 'release:1');
          statements.push('the work is done');
        },
        { writer },
      );
      expect(statements).toEqual([
        'select project',
        'the work is done',
        'insert audit_entry',
        'insert audit_entry',
        'insert outbox',
        'update project',
        ...(dialect === 'postgres' ? ['raw'] : []),
      ]);
    });

    test('without a statement if there is nothing to store', async () => {
      const { writer, statements } = listening(database);
      await change(async () => {}, { writer });
      expect(statements).toEqual(['select project']);
    });

    test('as audit entries in the order in which they were recorded, in the chain', async () => {
      const states = { before: { title: 'Old' }, after: { title: 'New' } };
      await change(async (it) => {
        it.as(system).record('release.publish', 'release:1');
        it.record('release.edit', 'release:1', states);
      });
      expect((await read()).entries.slice(1)).toEqual([
        { seq: 2, actor: 'system', action: 'release.publish' },
        { seq: 3, actor: 'person:ann', action: 'release.edit' },
      ]);
      const [, , newest] = await database.reader.selectFrom('audit_entry').selectAll().execute();
      expect(newest).toMatchObject({
        at: now.toISOString(),
        subject: 'release:1',
        before: '{"title":"Old"}',
        after: '{"title":"New"}',
      });
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: true, entries: 3 });
    });

    test('as messages of the outbox', async () => {
      await change(async ({ notify }) => notify('release.published', { version: '1.0' }));
      expect((await read()).messages).toEqual([
        { kind: 'release.published', payload: '{"version":"1.0"}', created_at: now.toISOString() },
      ]);
    });

    test.each([
      ['raiseRevision', { revision: 2, private_revision: 0 }],
      ['raisePrivateRevision', { revision: 1, private_revision: 1 }],
    ] as const)('with one number raised by %s, however often', async (raise, raised) => {
      await change(async (it) => {
        it[raise]();
        it[raise]();
      });
      expect(await read()).toMatchObject(raised);
    });

    test('once: what is noted after that is refused', async () => {
      const { record, notify, raiseRevision } = await change(async (it) => it);
      const late = [
        () => record('release.create', 'release:1'),
        () => notify('release.published', {}),
        raiseRevision,
      ];
      for (const note of late) expect(note).toThrow(TypeError);
    });

    test('not at all if the work fails', async () => {
      const before = await read();
      const failing = change(async (it) => {
        it.record('release.create', 'release:1');
        it.notify('release.published', {});
        it.raiseRevision();
        throw new Error('In the middle.');
      });
      await expect(failing).rejects.toThrow('In the middle.');
      expect(await read()).toEqual(before);
      expect(await verifyAudit(database.reader, acme.id)).toMatchObject({ ok: true });
    });
  });

  describe('of several projects', () => {
    test('is stored in each of them, or in none', async () => {
      const other = await createTestProject(api);
      const both = (end: () => void) =>
        change(async (it) => {
          it.record('key.delete', 'key:1');
          const there = await it.in(other.id);
          there.record('key.delete', 'key:2');
          there.raisePrivateRevision();
          (await it.in(acme.id)).record('key.delete', 'key:3');
          end();
        });
      const failing = both(() => {
        throw new Error('At the end.');
      });
      await expect(failing).rejects.toThrow('At the end.');
      expect((await read(other.id)).entries).toHaveLength(1);
      await both(() => {});
      expect(await read()).toMatchObject({ entries: { length: 3 }, private_revision: 0 });
      expect(await read(other.id)).toMatchObject({ entries: { length: 2 }, private_revision: 1 });
      for (const { id } of [acme, other]) {
        expect(await verifyAudit(database.reader, id)).toMatchObject({ ok: true });
      }
    });
  });

  describe('to a new project', () => {
    test('begins its chain', async () => {
      const id = newId();
      const create = async ({ trx, record, raiseRevision }: Change) => {
        const { public_key: _, ...row } = await trx
          .selectFrom('project')
          .selectAll()
          .where('id', '=', acme.id)
          .executeTakeFirstOrThrow();
        const fresh = { id, slug: 'fresh', public_key: newPublicKey(), audit_seq: 0 };
        await trx
          .insertInto('project')
          .values({ ...row, ...fresh })
          .execute();
        record('project.create', `project:${id}`);
        raiseRevision();
      };
      await commit(database, (trx) => changeNewProject(trx, optionsFor(id), create));
      expect(await verifyAudit(database.reader, id)).toEqual({ ok: true, entries: 1 });
    });
  });

  describe('runs alone:', () => {
    test('two at once, on two nodes, take consecutive numbers', async () => {
      const log: string[] = [];
      const slowly = (name: string) => async (it: Change) => {
        log.push(`${name} begins`);
        await sleep(100);
        it.record(`release.${name}`, 'release:1');
        log.push(`${name} ends`);
      };
      const there = database.openSecond();
      await Promise.all([change(slowly('one')), change(slowly('two'), there)]);
      const [first = '', , third = ''] = log;
      expect(log).toEqual([first, first.replace('begins', 'ends'), third, log[3]]);
      const { entries, actions } = await read();
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(actions.slice(1).sort()).toEqual(['release.one', 'release.two']);
      expect(await verifyAudit(database.reader, acme.id)).toMatchObject({ ok: true });
    });

    // On SQLite a second writer of this process would hold up its thread.
    if (dialect === 'postgres') {
      test('but visitors’ rows do not wait for it', async () => {
        const there = database.openSecond();
        const seen = { first_seen_at: now.toISOString(), last_seen_at: now.toISOString() };
        await change(async ({ record }) => {
          record('release.create', 'release:1');
          await there.writer
            .insertInto('sighting')
            .values({ project_id: acme.id, origin: 'https://acme.example', refused: 0, ...seen })
            .execute();
        });
        expect((await read()).actions).toContain('release.create');
      });

      test('one that waited is dated after the one that it waited for', async () => {
        const owner = api.as(await acme.key('admin'));
        const draft = await (await owner.send('POST', path(), { version: '1.0' })).json();
        let publishing: Promise<Response> | undefined;
        await change(async () => {
          publishing = owner.send('POST', `${path()}/${draft.id}/publish`);
          await sleep(300);
          api.clock.advance(60_000);
        }, database.openSecond());
        const published = await (await publishing)?.json();
        expect(published).toMatchObject({ state: 'live', publishedAt: '2026-06-01T12:01:00.000Z' });
      });

      test('one that waited for the change that weakens its author is refused', async () => {
        const ann = await addMember(api, acme, 'publisher');
        const owner = api.as(await acme.key('admin'));
        const draft = await (await owner.send('POST', path(), { version: '1.0' })).json();
        let publishing: Promise<Response> | undefined;
        await change(async ({ trx }) => {
          publishing = ann.send('POST', `${path()}/${draft.id}/publish`);
          await sleep(300);
          const weaken = trx.updateTable('member').set({ role: 'viewer' });
          await weaken.where('person_id', '=', ann.id).execute();
        }, database.openSecond());
        expect((await publishing)?.status).toBe(403);
        expect((await read()).actions).not.toContain('release.publish');
      });
    }
  });
});

/** The same database, with a list of the statements that are sent through `writer` from now on. */
function listening({ writer }: TestDatabase) {
  const statements: string[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      statements.push(nameOf(node));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { writer: writer.withPlugin(plugin), statements };
}

/** Such as `update project`; `raw` for what is written as SQL text. */
function nameOf(node: RootOperationNode): string {
  const [verb = ''] = node.kind.split(/(?=Query)|Node/);
  const [table = ''] =
    /(?<="identifier":\{"kind":"IdentifierNode","name":")\w+/.exec(JSON.stringify(node)) ?? [];
  return `${verb.toLowerCase()} ${table}`.trim();
}
