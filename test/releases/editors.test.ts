import { beforeEach, expect, test } from 'vitest';
import type { Change } from '../../api/change/change.ts';
import { deleteRelease, editRelease } from '../../api/releases/releases.ts';
import type { Role } from '../../contract/vocabulary.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { runChange } from '../support/projects.ts';
import { type ReleaseClient, startReleaseClient } from './release-client.ts';

// No key is an editor: the role comes with people, so the rules are asked themselves.

onEachDatabase('an editor', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  const by = (role: Role) => ({ actor: 'key:x', role });
  const edit = (releaseId: string, role: Role) => {
    const wanted = { releaseId, expected: '*', edit: { title: 'New' }, rendered: [] } as const;
    const act = (change: Change) => editRelease(change, wanted);
    return runChange(desk.api, desk.project.id, act, by(role));
  };
  const remove = (releaseId: string, role: Role) => {
    const act = (change: Change) => deleteRelease(change, { releaseId, expected: '*' });
    return runChange(desk.api, desk.project.id, act, by(role));
  };
  const forbidden = expect.objectContaining({ code: 'forbidden' });

  test('edits and deletes drafts', async () => {
    const { id } = await desk.draft('2.0');
    expect(await edit(id, 'editor')).toMatchObject({ title: 'New' });
    await remove(id, 'editor');
    expect((await desk.send('GET', `/releases/${id}`)).status).toBe(404);
  });

  test('leaves what is scheduled or live to publishers', async () => {
    const scheduled = await desk.draft('2.0');
    await desk.publish(scheduled.id, { at: '2026-07-01T09:00', zone: 'Europe/Berlin' });
    const live = await desk.draft('2.1');
    await desk.publish(live.id);
    for (const { id } of [scheduled, live]) {
      const before = await desk.read(id);
      await expect(edit(id, 'editor')).rejects.toEqual(forbidden);
      expect(await desk.read(id)).toEqual(before);
      expect(await edit(id, 'publisher')).toMatchObject({ title: 'New' });
    }
    await expect(remove(scheduled.id, 'editor')).rejects.toEqual(forbidden);
    await remove(scheduled.id, 'publisher');
  });
});
