import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../api/ids.ts';
import { feed } from '../../contract/feed.ts';
import type { Release } from '../../contract/releases.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const tables = [
  'project',
  'api_key',
  'token_key',
  'audit_entry',
  'outbox',
  'release',
  'release_revision',
  'note',
  'visitor',
  'exposure',
  'exposure_tally',
  'response',
  'response_revision',
  'tally',
  'tally_total',
] as const;

/** How many rows each table has, and how often the project was changed. */
async function countRows({ writer }: TestDatabase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(table)}`.execute(writer);
    counts[table] = rows[0]?.n ?? -1;
  }
  const changes = await sql<{
    n: number;
  }>`select sum(revision + edition + audit_seq) as n from project`.execute(writer);
  return { ...counts, changes: Number(changes.rows[0]?.n) };
}

onEachDatabase('a fault between any two statements (R21)', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let project: TestProject;
  let owner: MemberClient;
  let draft: Release;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    project = await createTestProject(api);
    owner = api.as(await project.key('admin'));
    draft = await makeDraft('1.0.0');
  });
  afterEach(() => api.stop());

  const path = (rest: string) => `/api/projects/${project.slug}/${rest}`;

  async function makeDraft(version: string): Promise<Release> {
    const notes = [{ kind: 'new', title: 'A note', body: 'with words' }];
    const reply = await owner.send('POST', path('releases'), { version, notes });
    expect(reply.status).toBe(201);
    return reply.json();
  }

  async function ask(): Promise<object> {
    await owner.send('POST', path(`releases/${draft.id}/publish`), {});
    const reply = await api.post('/v1/feed', { project: project.publicKey, want: 'panel' });
    const { ticket, releases } = feed.parse(await reply.json());
    api.clock.advance(2000);
    const at = api.clock().toISOString();
    return {
      project: project.publicKey,
      release: draft.id,
      survey: releases[0]?.survey?.id,
      ticket,
      state: 'complete',
      rating: 4,
      surface: 'panel',
      createdAt: at,
      sentAt: at,
    };
  }

  const markdown = { 'content-type': 'text/markdown' };
  const changelog = '## 2.0.0\n\n- One\n- Two\n\n## 1.9.0\n\n- Three\n';
  const acts: Record<string, () => Promise<() => Promise<Response>>> = {
    'making a project': async () => () =>
      owner.send('POST', '/api/projects', { name: 'Other', slug: 'other' }),
    'making a key': async () => () =>
      owner.send('POST', path('keys'), { name: 'CI', scope: 'read' }),
    'writing a release': async () => () =>
      owner.send('POST', path('releases'), {
        version: '3.0.0',
        notes: [{ kind: 'new', title: 'A', body: 'b' }],
      }),
    'editing a release': async () => () =>
      owner.send('PATCH', path(`releases/${draft.id}`), { title: 'Edited' }, { 'if-match': '*' }),
    'deleting a draft': async () => () =>
      owner.send('DELETE', path(`releases/${draft.id}`), undefined, { 'if-match': '*' }),
    'importing a changelog': async () => () =>
      owner.send('POST', path('imports'), changelog, markdown),
    answering: async () => {
      const answer = await ask();
      const sent = { ...answer, id: newId(), revision: 1, visitor: randomUUID() };
      return () => api.post('/v1/responses', sent);
    },
    'having seen': async () => {
      await ask();
      const at = api.clock().toISOString();
      const events = [{ kind: 'read', release: draft.id, at }];
      const sent = { project: project.publicKey, visitor: randomUUID(), events };
      return () => api.post('/v1/events', sent);
    },
  };

  test.each(Object.entries(acts))('leaves nothing half-written: %s', async (_, prepare) => {
    const act = await prepare();
    const before = await countRows(database);
    let interrupted = 0;
    for (let k = 1; ; k += 1) {
      const end = interruptAt(k, () => {
        throw new Error('injected');
      });
      const reply = await act();
      const reached = end();
      if (!reached) {
        expect(reply.status).toBeLessThan(300);
        break;
      }
      if (reply.status < 300) break;
      interrupted += 1;
      expect(reply.status).toBe(500);
      expect((await reply.json()).code).toBe('internal');
      expect(await countRows(database)).toEqual(before);
    }
    expect(interrupted).toBeGreaterThan(0);
    expect(await countRows(database)).not.toEqual(before);
  });

  test('in the render worker fails that request alone', async () => {
    const { render } = api.deps.renderer;
    const failing = api.deps.renderer as { render: typeof render };
    failing.render = async () => {
      throw new Error('The render worker exited: 1.');
    };
    const before = await countRows(database);
    const reply = await owner.send('POST', path('releases'), {
      version: '3.0.0',
      notes: [{ kind: 'new', title: 'A', body: 'b' }],
    });
    expect(reply.status).toBe(500);
    expect(await countRows(database)).toEqual(before);
    failing.render = render.bind(api.deps.renderer);
    expect(await makeDraft('3.0.0')).toMatchObject({ version: '3.0.0' });
  });
});
