import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const streamsPerNetwork = 2000;

function cursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

onEachDatabase('someone with a key that opens little', ({ open }) => {
  let api: TestApi;
  let project: TestProject;

  beforeEach(async () => {
    api = await startApi(await open(), { environment: { RATE_LIMITS: 'on' } });
    project = await createTestProject(api);
  });
  afterEach(() => api.stop());

  const uuid = 'ffffffff-ffff-7fff-bfff-ffffffffffff';

  test.each([
    ['audit', [2 ** 53 - 1]],
    ['audit', [-(2 ** 53) + 1]],
    ['audit', [1.5]],
    ['audit', ['1']],
    ['releases', [0, '2026-01-01', 2 ** 31, uuid]],
    ['releases', [2, '2026-01-01', 0, uuid]],
    ['releases', [0, '\0', 0, uuid]],
    ['releases', [0, '2026-01-01', 0, `${uuid}' or 1=1`]],
    ['keys', ['\0']],
    ['token-keys', [null]],
    ['token-keys', { length: 1, 0: uuid }],
  ])('is told that a cursor to %s was made up: %j', async (list, place) => {
    const owner = api.as(await project.key('admin'));
    const reply = await owner.get(`/api/projects/${project.slug}/${list}?cursor=${cursor(place)}`);
    expect(await reply.json()).toMatchObject({ status: 422, code: 'invalid_query' });
  });

  test('is shown an empty page behind a place that is after everything', async () => {
    const reader = api.as(await project.key('read'));
    const path = (list: string, place: unknown) =>
      `/api/projects/${project.slug}/${list}?cursor=${cursor(place)}`;
    const oldest = '00000000-0000-7000-8000-000000000000';
    for (const [list, place] of [
      ['audit', [-1]],
      ['releases', [1, '', 2 ** 31 - 1, oldest]],
    ] as const) {
      const reply = await reader.get(path(list, place));
      expect(await reply.json()).toEqual({ data: [] });
    }
  });

  test('takes no stream by asking for its headers alone', async () => {
    const path = `/v1/live?project=${project.publicKey}`;
    const asked = Array.from({ length: streamsPerNetwork + 1 }, () =>
      api.app.request(path, { method: 'HEAD' }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const stream = await api.app.request(path);
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
  });
});
