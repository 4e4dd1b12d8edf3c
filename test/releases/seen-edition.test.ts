import { beforeEach, describe, expect, test } from 'vitest';
import type { Release } from '../../contract/releases.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  type ReleaseClient,
  readHistory,
  readProblem,
  startReleaseClient,
} from './release-client.ts';

const hourMs = 3_600_000;
/** In UTC, and the clock of the test stands at noon of 1 June. */
const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };

onEachDatabase('a change of state that names the edition that was seen', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  const record = () => readHistory(database, desk.project.id);
  const send = (id: string, deed: string, ifMatch: string, body?: object) =>
    desk.send('POST', `/releases/${id}/${deed}`, body, { 'if-match': ifMatch });

  const draft = () => desk.draft('2.0');
  const scheduled = async () => desk.publish((await draft()).id, atOne);
  const live = async () => desk.publish((await draft()).id);
  const deeds: [string, () => Promise<Release>, string, object | undefined, Release['state']][] = [
    ['publish', draft, 'publish', undefined, 'live'],
    ['schedule', draft, 'publish', atOne, 'scheduled'],
    ['unschedule', scheduled, 'unschedule', undefined, 'draft'],
    ['roll back', live, 'roll-back', { reason: 'It hurts.' }, 'rolled_back'],
  ];

  describe.each(deeds)('%s', (_name, make, deed, body, state) => {
    test('is done with that edition, and gives the next', async () => {
      const { id, revision } = await make();
      const reply = await send(id, deed, `"${revision}"`, body);
      expect(reply.headers.get('etag')).toBe(`"${revision + 1}"`);
      expect(await reply.json()).toMatchObject({ state, revision: revision + 1 });
    });

    test('is not done with another, of which nothing is changed or written down', async () => {
      const { id, revision } = await make();
      await desk.edit(id, { title: 'Words that nobody has seen' });
      const [before, kept] = [await desk.read(id), await record()];
      for (const tag of [`"${revision}"`, '"99"', '"abc"', `W/"${revision + 1}"`]) {
        const refused = await readProblem(send(id, deed, tag, body));
        expect(refused).toMatchObject({ status: 412, code: 'precondition_failed' });
      }
      expect(await readProblem(send(id, deed, String(revision), body))).toMatchObject({
        status: 422,
        code: 'invalid_header',
      });
      expect([await desk.read(id), await record()]).toEqual([before, kept]);
      expect(await (await send(id, deed, '*', body)).json()).toMatchObject({ state });
    });
  });

  test('takes back what went live by the clock since it was seen', async () => {
    const { id, revision } = await scheduled();
    desk.api.clock.advance(2 * hourMs);
    const reply = await send(id, 'roll-back', `"${revision}"`, { reason: 'It hurts.' });
    expect(await reply.json()).toMatchObject({ state: 'rolled_back', revision: revision + 2 });
    expect((await record()).actions.slice(-2)).toEqual(['release.publish', 'release.roll_back']);
  });

  test('publishes what was seen or nothing, whoever saves at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, revision } = await desk.draft(`3.${round}`, { title: 'Seen' });
      const [published, edited] = await Promise.all([
        send(id, 'publish', `"${revision}"`),
        desk.send('PATCH', `/releases/${id}`, { title: 'Unseen' }, { 'if-match': `"${revision}"` }),
      ]);
      expect([published.status, edited.status].sort()).toEqual([200, 412]);
      const { state, title } = await desk.read(id);
      expect([state, title]).toEqual(
        published.status === 200 ? ['live', 'Seen'] : ['draft', 'Unseen'],
      );
    }
  });
});
