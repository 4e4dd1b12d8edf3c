import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyAudit } from '../../api/change/verify-audit.ts';
import { type NamedAuditEntry, namedAuditEntry } from '../../contract/audit.ts';
import { listOf } from '../../contract/fields.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject, runChange, type TestProject } from '../support/projects.ts';

onEachDatabase('the audit log', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
  });

  afterEach(() => api.stop());

  const record = (action: string, change: { before?: unknown; after?: unknown } = {}) =>
    runChange(api, acme.id, async ({ record }) => record(action, 'release:1', change));

  const entriesOf = async (reply: Response): Promise<NamedAuditEntry[]> =>
    listOf(namedAuditEntry).parse(await reply.json()).data;

  const readAll = async () =>
    entriesOf(await api.as(await acme.key('read')).get(`/api/projects/${acme.slug}/audit`));

  describe('as a chain', () => {
    test('begins with the making of the project, which follows nothing', async () => {
      const first = (await readAll()).at(-1);
      expect(first).toMatchObject({
        seq: 1,
        action: 'project.create',
        subject: `project:${acme.id}`,
        previousHash: '0'.repeat(64),
      });
    });

    test('has in each entry the hash of the one before', async () => {
      await record('release.create');
      const [newest, ...older] = await readAll();
      expect(newest?.previousHash).toBe(older[0]?.hash);
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: true, entries: 3 });
    });

    test('keeps before and after, whatever they are', async () => {
      const before = {
        title: 'Ünïcode “quotes” \u2028',
        pinned: false,
        notes: [{ b: 1, a: null }],
      };
      await record('release.edit', { before, after: { title: '' } });
      expect((await readAll())[1]).toMatchObject({ before, after: { title: '' } });
      expect(await verifyAudit(database.reader, acme.id)).toMatchObject({ ok: true });
    });

    test('holds when many write at once', async () => {
      await Promise.all(Array.from({ length: 8 }, () => record('release.create')));
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: true, entries: 9 });
    });

    test('is each project’s own', async () => {
      const other = await createTestProject(api);
      expect(await verifyAudit(database.reader, other.id)).toEqual({ ok: true, entries: 1 });
    });
  });

  describe('shows where the past was changed:', () => {
    beforeEach(async () => {
      for (const action of ['release.create', 'release.publish', 'release.roll-back']) {
        await record(action, { after: { action } });
      }
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: true, entries: 4 });
    });

    const entries = () => database.writer.updateTable('audit_entry');

    test('an entry that says something else now', async () => {
      await entries().set({ after: '{"action":"nothing"}' }).where('seq', '=', 2).execute();
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: false, seq: 2 });
    });

    test('an entry that another actor is blamed for', async () => {
      await entries().set({ actor: 'key:somebody' }).where('seq', '=', 3).execute();
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: false, seq: 3 });
    });

    test('an entry taken out of the middle', async () => {
      await database.writer.deleteFrom('audit_entry').where('seq', '=', 2).execute();
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: false, seq: 2 });
    });

    test('the newest entry cut off', async () => {
      await database.writer.deleteFrom('audit_entry').where('seq', '=', 4).execute();
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: false, seq: 4 });
    });

    test('all entries gone', async () => {
      await database.writer.deleteFrom('audit_entry').execute();
      expect(await verifyAudit(database.reader, acme.id)).toEqual({ ok: false, seq: 1 });
    });
  });

  describe('to read', () => {
    test('comes newest first, page by page, each entry once', async () => {
      for (let n = 0; n < 5; n += 1) await record(`release.edit${n}`);
      const reader = api.as(await acme.key('read'));
      const seen: number[] = [];
      let path: string | undefined = `/api/projects/${acme.id}/audit?limit=3`;
      while (path) {
        const reply: Response = await reader.get(path);
        const page = await entriesOf(reply);
        expect(page.length).toBeLessThanOrEqual(3);
        seen.push(...page.map((entry) => entry.seq));
        path = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
      }
      expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    });

    test.each(['limit=0', 'limit=101', 'limit=many', 'cursor=bm8', 'sort=asc'])(
      'refuses %s',
      async (query) => {
        const reader = api.as(await acme.key('read'));
        const reply = await reader.get(`/api/projects/${acme.id}/audit?${query}`);
        expect(reply.status).toBe(422);
        const pointer = `/${query.split('=')[0]}`;
        expect(await reply.json()).toMatchObject({ code: 'invalid_query', errors: [{ pointer }] });
      },
    );
  });
});
