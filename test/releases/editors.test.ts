import { beforeEach, expect, test } from 'vitest';
import { deleteRelease, editRelease } from '../../api/releases/releases.ts';
import type { Role } from '../../contract/vocabulary.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { type Desk, openDesk } from './desk.ts';

// No key is an editor: the role comes with people, so the rules are asked themselves.

onEachDatabase('an editor', ({ open }) => {
  let database: TestDatabase;
  let desk: Desk;

  beforeEach(async () => {
    database = await open();
    desk = await openDesk(database);
    return () => desk.api.stop();
  });

  const changeOf = (releaseId: string, role: Role) => ({
    projectId: desk.project.id,
    actor: 'key:x',
    dialect: database.dialect,
    randomId: desk.api.deps.randomId,
    releaseId,
    role,
    expected: '*' as const,
  });
  const edit = (id: string, role: Role) =>
    database.writer.transaction().execute((trx) => {
      const change = { ...changeOf(id, role), edit: { title: 'New' }, rendered: [] };
      return editRelease(trx, change, desk.api.clock());
    });
  const remove = (id: string, role: Role) =>
    database.writer
      .transaction()
      .execute((trx) => deleteRelease(trx, changeOf(id, role), desk.api.clock()));
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
