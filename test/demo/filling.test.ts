import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { verifyAt } from '../../api/commands/verify-counts.ts';
import { createApiKey } from '../../api/keys/api-keys.ts';
import { findGeneratedProject, removeGeneratedProject } from '../../api/projects/generated.ts';
import { listOf } from '../../contract/fields.ts';
import { project } from '../../contract/projects.ts';
import { releaseSummary } from '../../contract/releases.ts';
import { response } from '../../contract/responses.ts';
import { type FillResult, fillProject } from '../../demo/filling/fill-project.ts';
import { isVisit } from '../../demo/script/events.ts';
import { writeScript } from '../../demo/script/script.ts';
import { createPublisher, readFeed, versionsOf } from '../feed/publisher.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { addMember, type TestPerson } from '../support/people.ts';
import { runChange } from '../support/projects.ts';
import { readAllRows, tablesWith } from './rows.ts';

/** Three months take seconds, more of them where others work on the same machine. */
const patience = { timeout: 120_000 };

const history = readFileSync('CHANGELOG.md', 'utf8');
const imported = [...history.matchAll(/^## \[/gm)].length;

onEachDatabase('a generated project', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    return () => api.stop();
  });

  function fill(lines: string[] = []): Promise<FillResult> {
    const log = (line: string) => lines.push(line);
    return fillProject(api.deps, { slug: 'demo', seed: 1, now: api.clock(), history, log });
  }

  async function member(): Promise<MemberClient> {
    const found = await findGeneratedProject(database.reader, 'demo');
    const made = await runChange(api, found?.id ?? '', (change) =>
      createApiKey(change, { name: 'read', scope: 'read', expiresAt: null }),
    );
    return api.as(made.key);
  }

  test('belongs to whoever owns a project here, and to nobody else', patience, async () => {
    const real = await createPublisher(api);
    const owner = await addMember(api, { id: real.projectId }, 'owner');
    const editor = await addMember(api, { id: real.projectId }, 'editor');
    await fill();
    const slugs = async (person: TestPerson) => {
      const list = listOf(project).parse(await (await person.get('/api/projects')).json());
      return list.data.map(({ slug }) => slug);
    };
    expect(await slugs(owner)).toContain('demo');
    expect(await slugs(editor)).toHaveLength(1);
  });

  test(
    'has something for every page, and nothing that the rules would not have made',
    patience,
    async () => {
      const lines: string[] = [];
      const filled = await fill(lines);
      expect(filled).toMatchObject({ releases: 16, imported });
      expect(filled.visitors).toBeGreaterThan(400);
      expect(lines).toContainEqual(
        expect.stringMatching(/^2026-\d\d-\d\d {2}8\.5\.0 rolled back$/),
      );
      expect(await verifyAt(database.url)).toMatchObject({ ok: true });

      const as = await member();
      const shown = project.parse(await (await as.get('/api/projects/demo')).json());
      expect(shown).toMatchObject({ name: 'Harbour', generated: true });
      const list = await as.get('/api/projects/demo/releases?limit=100');
      const releases = listOf(releaseSummary).parse(await list.json()).data;
      const of = (version: string) => releases.find((release) => release.version === version);
      expect(of('9.0.0')).toMatchObject({ pinned: true, major: true, state: 'live' });
      expect(of('9.2.0')).toMatchObject({ state: 'scheduled' });
      expect(of('9.3.0')).toMatchObject({ state: 'draft' });
      expect(of('8.2.0')).toMatchObject({ title: 'Search that keeps up', revision: 3 });
      expect(of('0.1.0')).toMatchObject({ imported: true });

      // The disliked release, the hotfix after it, and one that is loved.
      const [bad, hotfix, best] = ['8.5.0', '8.5.1', '8.0.0'].map(of);
      expect(bad).toMatchObject({ state: 'rolled_back', score: { display: 'normal' } });
      expect(bad?.rollBackReason).toContain('berth plan');
      expect(bad?.score.interval?.high).toBeLessThan(hotfix?.score.interval?.low ?? 0);
      expect(best?.score.interval?.low).toBeGreaterThan(0.7);
      const answers = await as.get(`/api/projects/demo/releases/${bad?.id}/responses?limit=100`);
      const { data } = listOf(response).parse(await answers.json());
      expect(data.filter(({ comment }) => comment !== null).length).toBeGreaterThan(10);

      const visible = versionsOf(await readFeed(api, filled.publicKey));
      expect(visible[0]).toBe('9.0.0');
      expect(visible).toContain('8.5.1');
      for (const hidden of ['8.5.0', '9.2.0', '9.3.0']) expect(visible).not.toContain(hidden);
    },
  );

  test('is what the script says, all of it', patience, async () => {
    const visits = writeScript(1, api.clock()).filter(isVisit);
    const answered = visits.filter(
      (visit) => visit.kind === 'rating' && visit.revision === 1 && visit.rating !== null,
    );
    const { visitors, answers, exposures } = await fill();
    expect(visitors).toBe(new Set(visits.map(({ visitor }) => visitor)).size);
    expect(answers).toBe(answered.length);
    const stored = await database.reader
      .selectFrom('exposure')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(exposures).toBe(stored.count);
  });

  test('goes away with every row, from open pages too', patience, async () => {
    const before = await readAllRows(database);
    const { publicKey } = await fill();
    await api.deps.notices.poll();
    expect((await readFeed(api, publicKey)).releases.length).toBeGreaterThan(10);
    const found = await findGeneratedProject(database.reader, 'demo');
    const removed = await remove();
    expect(Object.keys(removed)).toEqual(
      expect.arrayContaining(['project', 'release', 'note', 'visitor', 'response', 'tally']),
    );
    expect(await tablesWith(database, found?.id ?? '')).toEqual([]);
    expect(await readAllRows(database)).toEqual(before);
    await api.deps.notices.poll();
    const reply = await api.post('/v1/feed', { project: publicKey, want: 'panel' });
    expect(await reply.json()).toMatchObject({ status: 404, code: 'project_unknown' });
  });

  function remove() {
    return database.writer.transaction().execute((trx) => removeGeneratedProject(trx, 'demo'));
  }
});
