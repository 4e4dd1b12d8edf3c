import { beforeEach, expect, test } from 'vitest';
import { compileSnapshot, type Snapshots } from '../../api/snapshot/snapshot.ts';
import { createSnapshots } from '../../api/snapshot/snapshots.ts';
import { readSource } from '../../api/snapshot/source.ts';
import { breakDatabase } from '../faults/broken-database.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';

const hourMs = 60 * 60 * 1000;

onEachDatabase('the snapshot of a project', ({ open }) => {
  let api: TestApi;
  let acme: Publisher;
  let snapshots: Snapshots;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createPublisher(api);
    snapshots = createSnapshots(api.deps);
    return () => api.stop();
  });

  const shown = async () =>
    (await snapshots.get(acme.projectId)).releases.map(({ version }) => version);

  test('is one for all who ask, until the project changes', async () => {
    await acme.publish('1.0');
    const [first, ...others] = await Promise.all(
      Array.from({ length: 20 }, () => snapshots.get(acme.projectId)),
    );
    expect(new Set(others)).toEqual(new Set([first]));
    await acme.publish('2.0');
    const next = await snapshots.get(acme.projectId);
    expect(next).not.toBe(first);
    expect(next.project.revision).toBeGreaterThan(first?.project.revision ?? 0);
  });

  test('needs no database while nothing has changed', async () => {
    await acme.publish('1.0');
    await shown();
    await withoutDatabase(async () => expect(await shown()).toEqual(['1.0']));
  });

  test('is compiled anew by time alone, without the database: what has expired goes', async () => {
    await acme.publish('1.0', { expiresAt: '2026-06-01T13:00:00Z' });
    await acme.publish('2.0');
    expect(await shown()).toEqual(['2.0', '1.0']);
    await withoutDatabase(async () => {
      api.clock.advance(hourMs);
      expect(await shown()).toEqual(['2.0']);
    });
  });

  test('shows a release that is due as soon as its publication can be written down', async () => {
    await acme.publish('1.0');
    await acme.schedule('2.0', '2026-06-01T13:00');
    expect(await shown()).toEqual(['1.0']);
    api.clock.advance(hourMs);
    await withoutDatabase(async () => expect(await shown()).toEqual(['1.0']));
    api.clock.advance(1000);
    expect(await shown()).toEqual(['2.0', '1.0']);
  });

  test('does not show a release that another node has just unscheduled', async () => {
    const { id } = await acme.schedule('2.0', '2026-06-01T13:00');
    expect(await shown()).toEqual([]);
    // As by a node whose change this one has not noticed.
    const { writer } = api.deps.database;
    const draft = { state: 'draft', publish_at: null } as const;
    await writer.updateTable('release').set(draft).where('id', '=', id).execute();
    api.clock.advance(hourMs);
    expect(await shown()).toEqual([]);
  });

  test('shows nobody a release whose publication is not written down', async () => {
    const { id } = await acme.schedule('2.0', '2026-06-01T13:00');
    await shown();
    api.clock.advance(hourMs);
    const stored = async () => {
      await snapshots.get(acme.projectId);
      const row = api.deps.database.reader.selectFrom('release').select('state');
      return (await row.where('id', '=', id).executeTakeFirstOrThrow()).state;
    };
    expect(await Promise.all([stored(), stored(), stored()])).toEqual(['live', 'live', 'live']);
  });

  test('has the same tag on every node, and another one for other content', async () => {
    await acme.publish('1.0', { title: 'Spring' });
    const source = () => readSource(api.deps.database, api.deps.keys.protection, acme.projectId);
    const now = api.clock();
    const [one, two] = [compileSnapshot(await source(), now), compileSnapshot(await source(), now)];
    expect(one.tag).toBe(two.tag);
    await acme.publish('2.0');
    expect(compileSnapshot(await source(), now).tag).not.toBe(one.tag);
  });

  test('of a project that is not there is not found', async () => {
    await expect(async () => snapshots.get(api.deps.randomId())).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

async function withoutDatabase(act: () => Promise<void>): Promise<void> {
  const repair = breakDatabase();
  await act().finally(repair);
}
