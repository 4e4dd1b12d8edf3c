import { beforeEach, describe, expect, test } from 'vitest';
import { stampDue } from '../../api/releases/publishing.ts';
import { readReleases, visibleAt } from '../../api/releases/visible.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  type ReleaseClient,
  readHistory,
  readProblem,
  revisionOf,
  startReleaseClient,
} from './release-client.ts';

const hourMs = 3_600_000;

onEachDatabase('publishing', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  const record = () => readHistory(database, desk.project.id);
  const visible = async () => {
    const now = desk.api.clock();
    const { releases } = visibleAt(await readReleases(database.reader, desk.project.id), now);
    return releases.map(({ version }) => version);
  };
  const stamp = () => stampDue(desk.api.deps, desk.api.clock());
  /** In UTC, and the clock of the test stands at noon of 1 June. */
  const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };

  describe('now', () => {
    test('makes a draft live, with its audit entry and its message', async () => {
      const { id } = await desk.draft('2.0');
      const before = await revisionOf(database, desk.project.id);
      expect(await visible()).toEqual([]);
      expect(await desk.publish(id)).toMatchObject({
        state: 'live',
        publishedAt: '2026-06-01T12:00:00.000Z',
        displayDate: '2026-06-01',
        revision: 2,
      });
      expect(await visible()).toEqual(['2.0']);
      const { entries, messages } = await record();
      expect(entries.at(-1)).toMatchObject({
        action: 'release.publish',
        actor: expect.stringMatching(/^key:/),
        before: { state: 'draft' },
        after: { state: 'live' },
      });
      expect(messages).toMatchObject([{ kind: 'release.published', release: id, version: '2.0' }]);
      expect(await revisionOf(database, desk.project.id)).toBe(before + 1);
    });

    test('needs no body', async () => {
      const { id } = await desk.draft('2.0');
      const reply = await desk.send('POST', `/releases/${id}/publish`);
      expect(await reply.json()).toMatchObject({ state: 'live' });
    });

    test('keeps the display date that was chosen', async () => {
      const { id } = await desk.draft('2.0', { displayDate: '2026-05-20' });
      expect(await desk.publish(id)).toMatchObject({ displayDate: '2026-05-20' });
    });

    test('happens once, however often it is clicked', async () => {
      const { id } = await desk.draft('2.0');
      const clicks = Array.from({ length: 5 }, () => desk.send('POST', `/releases/${id}/publish`));
      const replies = await Promise.all(clicks);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
      const { actions, messages } = await record();
      expect(actions).toEqual(['release.create', 'release.publish']);
      expect(messages).toHaveLength(1);
    });

    test('overtakes a schedule', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id, atOne);
      expect(await desk.publish(id)).toMatchObject({
        publishedAt: '2026-06-01T12:00:00.000Z',
        publishAt: null,
      });
      desk.api.clock.advance(2 * hourMs);
      expect(await stamp()).toBe(0);
    });

    test('is refused for what was rolled back', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id);
      await desk.rollBack(id);
      expect(await readProblem(desk.send('POST', `/releases/${id}/publish`))).toMatchObject({
        status: 409,
        code: 'wrong_state',
      });
    });
  });

  describe('at a time', () => {
    test('shows nothing before, and the release from that moment on, with no job run', async () => {
      const { id } = await desk.draft('2.0');
      expect(await desk.publish(id, atOne)).toMatchObject({
        state: 'scheduled',
        publishAt: '2026-06-01T13:00:00.000Z',
        publishedAt: null,
      });
      desk.api.clock.advance(hourMs - 1);
      expect(await visible()).toEqual([]);
      desk.api.clock.advance(1);
      expect(await visible()).toEqual(['2.0']);
    });

    test('shows it before and after the stamp as the same', async () => {
      const { id } = await desk.draft('2.0', { notes: [{ kind: 'new', title: 'x', body: '*y*' }] });
      await desk.publish(id, atOne);
      desk.api.clock.advance(2 * hourMs);
      const look = async () =>
        visibleAt(await readReleases(database.reader, desk.project.id), desk.api.clock());
      const unstamped = await look();
      expect(await stamp()).toBe(1);
      expect(unstamped).toMatchObject({ unstamped: true });
      expect(await look()).toEqual({ ...unstamped, unstamped: false });
    });

    test('is stamped with the time that was promised, by nobody in particular', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id, { at: '2026-06-02T00:30', zone: 'UTC' });
      expect(await stamp()).toBe(0);
      desk.api.clock.set('2026-06-03T08:00:00.000Z');
      expect(await stamp()).toBe(1);
      expect(await desk.read(id)).toMatchObject({
        state: 'live',
        publishedAt: '2026-06-02T00:30:00.000Z',
        displayDate: '2026-06-02',
      });
      const { entries, messages } = await record();
      expect(entries.at(-1)).toMatchObject({ action: 'release.publish', actor: 'system' });
      expect(messages).toHaveLength(1);
    });

    test('can be put off, and taken back by deleting', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id, atOne);
      const later = await desk.publish(id, { at: '2026-06-01T15:00', zone: 'Europe/Berlin' });
      expect(later.publishAt).toBe('2026-06-01T13:00:00.000Z');
      const reply = await desk.send('DELETE', `/releases/${id}`, undefined, { 'if-match': '*' });
      expect(reply.status).toBe(204);
      desk.api.clock.advance(2 * hourMs);
      expect(await visible()).toEqual([]);
    });

    test.each([
      { what: 'has passed', when: { at: '2026-06-01T11:59', zone: 'UTC' }, pointer: '/at' },
      { what: 'is now', when: { at: '2026-06-01T12:00', zone: 'UTC' }, pointer: '/at' },
      {
        what: 'the clocks skip',
        when: { at: '2027-03-28T02:30', zone: 'Europe/Berlin' },
        pointer: '/at',
      },
      { what: 'is none', when: { at: '2026-06-31T12:00', zone: 'UTC' }, pointer: '/at' },
      { what: 'is nowhere', when: { at: '2026-07-01T12:00', zone: 'Mars/Base' }, pointer: '/zone' },
    ])('that $what is refused', async ({ when, pointer }) => {
      const { id } = await desk.draft('2.0');
      expect(await readProblem(desk.send('POST', `/releases/${id}/publish`, when))).toEqual({
        status: 422,
        code: 'time_invalid',
        pointers: [pointer],
      });
      expect(await desk.read(id)).toMatchObject({ state: 'draft', revision: 1 });
    });

    test.each([
      { body: { at: '2026-07-01T12:00' }, pointer: '/zone' },
      { body: { zone: 'UTC' }, pointer: '/at' },
      { body: { at: 'tomorrow', zone: 'UTC' }, pointer: '/at' },
      { body: { at: '2026-07-01T12:00Z', zone: 'UTC' }, pointer: '/at' },
      { body: { on: '2026-07-01' }, pointer: '/on' },
    ])('that is not well put is refused: $body', async ({ body, pointer }) => {
      const { id } = await desk.draft('2.0');
      expect(await readProblem(desk.send('POST', `/releases/${id}/publish`, body))).toEqual({
        status: 422,
        code: 'invalid_body',
        pointers: [pointer],
      });
    });
  });

  describe('while the server’s clock steps by an hour (R10)', () => {
    test('shows a scheduled release once, when the clock steps back behind its time', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id, atOne);
      desk.api.clock.advance(hourMs);
      await stamp();
      desk.api.clock.advance(-hourMs);
      expect(await visible()).toEqual(['2.0']);
      await stamp();
      desk.api.clock.advance(hourMs);
      await stamp();
      expect(await visible()).toEqual(['2.0']);
      expect((await record()).messages).toHaveLength(1);
      expect(await desk.read(id)).toMatchObject({ publishedAt: '2026-06-01T13:00:00.000Z' });
    });

    test('shows it once, when the clock steps forward over its time', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id, { at: '2026-06-01T12:30', zone: 'UTC' });
      desk.api.clock.advance(hourMs);
      expect(await visible()).toEqual(['2.0']);
      expect([await stamp(), await stamp()]).toEqual([1, 0]);
      expect(await desk.read(id)).toMatchObject({ publishedAt: '2026-06-01T12:30:00.000Z' });
    });
  });

  describe('rolled back', () => {
    test('is gone, with a reason, and everything of it stays', async () => {
      const notes = [{ kind: 'new', title: 'x', body: '*y*' }];
      const { id } = await desk.draft('2.0', { notes });
      const live = await desk.publish(id);
      const before = await revisionOf(database, desk.project.id);
      desk.api.clock.advance(hourMs);
      const after = await desk.rollBack(id, 'It hurts.');
      expect(after).toEqual({
        ...live,
        state: 'rolled_back',
        rolledBackAt: '2026-06-01T13:00:00.000Z',
        rollBackReason: 'It hurts.',
        revision: 3,
        updatedAt: '2026-06-01T13:00:00.000Z',
      });
      expect(await visible()).toEqual([]);
      const { entries, messages } = await record();
      expect(entries.at(-1)).toMatchObject({
        action: 'release.roll_back',
        before: { state: 'live' },
        after: { state: 'rolled_back', rollBackReason: 'It hurts.' },
      });
      expect(messages.map(({ kind }) => kind)).toEqual([
        'release.published',
        'release.rolled_back',
      ]);
      expect(await revisionOf(database, desk.project.id)).toBe(before + 1);
    });

    test('happens once, however often it is clicked', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id);
      const click = () => desk.send('POST', `/releases/${id}/roll-back`, { reason: 'x' });
      const replies = await Promise.all([click(), click(), click()]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect((await record()).messages).toHaveLength(2);
    });

    test('was live first, where its time came and nobody had noticed', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id, atOne);
      desk.api.clock.advance(2 * hourMs);
      expect(await desk.rollBack(id)).toMatchObject({
        state: 'rolled_back',
        publishedAt: '2026-06-01T13:00:00.000Z',
      });
      const { actions, messages } = await record();
      expect(actions.slice(-2)).toEqual(['release.publish', 'release.roll_back']);
      expect(messages).toHaveLength(2);
      expect(await stamp()).toBe(0);
    });

    test.each([
      { body: {}, pointer: '/reason' },
      { body: { reason: ' ' }, pointer: '/reason' },
      { body: { reason: 'x', state: 'draft' }, pointer: '/state' },
    ])('needs a reason, and nothing else: $body', async ({ body, pointer }) => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id);
      expect(await readProblem(desk.send('POST', `/releases/${id}/roll-back`, body))).toEqual({
        status: 422,
        code: 'invalid_body',
        pointers: [pointer],
      });
      expect(await visible()).toEqual(['2.0']);
    });

    test('must have been live', async () => {
      const draft = await desk.draft('2.0');
      const scheduled = await desk.draft('2.1');
      await desk.publish(scheduled.id, atOne);
      for (const { id } of [draft, scheduled]) {
        const reply = desk.send('POST', `/releases/${id}/roll-back`, { reason: 'x' });
        expect(await readProblem(reply)).toMatchObject({ status: 409, code: 'wrong_state' });
      }
    });
  });
});
