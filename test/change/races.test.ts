import { beforeEach, expect, test } from 'vitest';
import { type ReleaseClient, readHistory, startReleaseClient } from '../releases/release-client.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { addMember, createPageClient } from '../support/people.ts';

/** How often each race is run: the loser has to come second every time. */
const rounds = [1, 2, 3, 4, 5];

onEachDatabase('two members on two nodes at once', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;
  let other: TestApi;
  let path: string;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    other = await startApi(database.openSecond());
    path = `/api/projects/${desk.project.id}`;
    return async () => {
      await other.stop();
      await desk.api.stop();
    };
  });

  /** The same caller on each node. */
  async function onBothNodes(): Promise<[MemberClient, MemberClient]> {
    const key = await desk.project.key('admin');
    return [desk.api.as(key), other.as(key)];
  }

  const statusesOf = async (replies: readonly Promise<Response>[]) =>
    (await Promise.all(replies)).map(({ status }) => status).sort();

  test('add one token key, where there is room for one', async () => {
    const nodes = await onBothNodes();
    const add = ({ send }: MemberClient) =>
      send('POST', `${path}/token-keys`, { algorithm: 'HS256' });
    expect((await add(nodes[0])).status).toBe(201);
    for (const _ of rounds) {
      const replies = await Promise.all(nodes.map(add));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      const created = await replies.find(({ status }) => status === 201)?.json();
      const one = `${path}/token-keys/${created.id}`;
      expect((await nodes[0].send('DELETE', one, undefined, { 'if-match': '*' })).status).toBe(204);
    }
  });

  test('create one project of one slug', async () => {
    const nodes = await onBothNodes();
    for (const round of rounds) {
      const body = { name: 'New', slug: `new-${round}` };
      const create = ({ send }: MemberClient) => send('POST', '/api/projects', body);
      expect(await statusesOf(nodes.map(create))).toEqual([201, 409]);
    }
  });

  test('leave one owner, though both are the last and weaken each other', async () => {
    for (const _ of rounds) {
      await database.writer.updateTable('member').set({ role: 'viewer' }).execute();
      const ann = await addMember(desk.api, desk.project, 'owner');
      const bob = await addMember(desk.api, desk.project, 'owner');
      const weaken = (by: MemberClient, id: string) =>
        by.send('PATCH', `${path}/members/${id}`, { role: 'editor' }, { 'if-match': '*' });
      const statuses = await statusesOf([
        weaken(ann, bob.id),
        weaken(createPageClient(other, bob.cookie), ann.id),
      ]);
      expect(statuses[0]).toBe(200);
      // The other was an owner no more when the request came in, or is the last one now.
      expect([403, 409]).toContain(statuses[1]);
      const owners = database.reader
        .selectFrom('member')
        .select('role')
        .where('role', '=', 'owner');
      expect(await owners.execute()).toHaveLength(1);
    }
  });

  test('publish one release once, with one audit entry and one message', async () => {
    const nodes = await onBothNodes();
    for (const round of rounds) {
      const { id } = await desk.draft(`${round}.0`);
      const publish = ({ send }: MemberClient) =>
        send('POST', `${path}/releases/${id}/publish`, {});
      expect(await statusesOf(nodes.map(publish))).toEqual([200, 409]);
    }
    const { actions, messages } = await readHistory(database, desk.project.id);
    const published = actions.filter((action) => action === 'release.publish');
    expect([published.length, messages.length]).toEqual([rounds.length, rounds.length]);
  });
});
