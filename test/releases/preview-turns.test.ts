import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RenderThread } from '../../api/notes/markdown/render-thread.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

onEachDatabase('hostile previews', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  /** The worker's tasks, which end only when a test ends them. */
  let begun: { sources: readonly string[]; end: () => void }[];

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createTestProject(api);
    begun = [];
    vi.spyOn(RenderThread.prototype, 'render').mockImplementation(
      ({ sources }) =>
        new Promise((resolve) => {
          begun.push({ sources, end: () => resolve({ html: sources.map(() => '<p>x</p>') }) });
        }),
    );
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await api.stop();
  });

  const preview = (key: string, project: TestProject, markdown: string) =>
    api.as(key).send('POST', `/api/projects/${project.slug}/preview`, { markdown });
  const save = (key: string, project: TestProject, body: string) =>
    api.as(key).send('POST', `/api/projects/${project.slug}/releases`, {
      version: '1.0.0',
      notes: [{ kind: 'new', title: 'New', body }],
    });
  const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 20_000 }).toBe(true);
  const endFirst = async () => {
    await until(() => begun.length > 0);
    begun.shift()?.end();
  };

  test('beyond one under way and two waiting are refused, for this caller alone', async () => {
    const hostile = await acme.key('publish');
    let refused = 0;
    const all = Array.from({ length: 8 }, async () => {
      const reply = await preview(hostile, acme, 'slow');
      if (reply.status === 429) refused += 1;
      return reply;
    });
    await until(() => refused === 5);
    const others = preview(await acme.key('publish'), acme, 'fine');
    for (let count = 0; count < 4; count += 1) await endFirst();
    const statuses = (await Promise.all(all)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429, 429, 429]);
    expect((await others).status).toBe(200);
    const later = preview(hostile, acme, 'later');
    await endFirst();
    expect((await later).status).toBe(200);
  });

  test('say when to try again', async () => {
    const hostile = await acme.key('publish');
    const all = Array.from({ length: 4 }, () => preview(hostile, acme, 'slow'));
    const reply = await Promise.race(all);
    expect(await reply.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(reply.headers.get('retry-after')).toBe('1');
    for (let count = 0; count < 3; count += 1) await endFirst();
  });

  test('do not delay another project’s saving by more than the one under way', async () => {
    const other = await createTestProject(api);
    const hostile = await acme.key('publish');
    const slow = [1, 2, 3].map((n) => preview(hostile, acme, `slow ${n}`));
    await until(() => begun.length > 0);
    const render = vi.spyOn(api.deps.renderer, 'render');
    const saved = save(await other.key('publish'), other, 'urgent');
    await until(() => render.mock.calls.some(([sources]) => sources.includes('urgent')));
    await endFirst();
    await until(() => begun.length > 0);
    expect(begun[0]?.sources).toEqual(['urgent']);
    for (let count = 0; count < 3; count += 1) await endFirst();
    expect((await saved).status).toBe(201);
    await Promise.all(slow);
  });
});
