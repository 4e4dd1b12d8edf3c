import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issueTicket } from '../../api/visitors/ticket.ts';
import { createPublisher } from '../feed/publisher.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { type RatingFixture, readProblem, startRatingFixture } from './rating-fixture.ts';
import { countRows } from './stored-counts.ts';

onEachDatabase('an answer that cannot be taken', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
  });
  afterEach(async () => {
    expect(await countRows(database)).toEqual({
      visitor: 0,
      exposure: 0,
      response: 0,
      response_revision: 0,
      tally: 0,
    });
    await asking.api.stop();
  });

  const refused = async (changes: Record<string, unknown>) =>
    readProblem(await asking.send(asking.answer(changes)));

  test.each([
    [{ rating: 6 }, 'rating_off_scale', '/rating'],
    [{ rating: 0 }, 'rating_off_scale', '/rating'],
    [{ rating: -1 }, 'rating_off_scale', '/rating'],
    [{ answers: { reasons: ['easier', 'magic'] } }, 'unknown_choice', '/answers/reasons/1'],
    [{ answers: { reasons: 'magic' } }, 'unknown_choice', '/answers/reasons'],
    [{ answers: { reasons: 3 } }, 'unknown_choice', '/answers/reasons'],
    [{ answers: { 'a/b~c': 1 } }, 'unknown_choice', '/answers/a~1b~0c'],
    [{ answers: { comment: ['x'] } }, 'unknown_choice', '/answers/comment'],
    [{ survey: crypto.randomUUID() }, 'survey_unknown', '/survey'],
    [{ release: undefined }, 'survey_unknown', '/release'],
    [{ rating: 4.5 }, 'invalid_body', '/rating'],
    [{ comment: 'half a \ud800 character' }, 'invalid_body', '/comment'],
    [{ id: crypto.randomUUID() }, 'invalid_body', '/id'],
    [{ createdAt: 'yesterday' }, 'invalid_body', '/createdAt'],
    [{ visitor: undefined }, 'invalid_body', '/visitor'],
    [{ ticket: '1.tag.forged' }, 'ticket_invalid', '/ticket'],
  ])('%o: %s at %s', async (changes, code, pointer) => {
    expect(await refused(changes)).toEqual({ status: 422, code, pointers: [pointer] });
  });

  test('a rating that no JSON number can be', async () => {
    const body = JSON.stringify(asking.answer({ rating: 4 })).replace(
      '"rating":4',
      '"rating":1e400',
    );
    expect(body).toContain('1e400');
    expect(await readProblem(await asking.send(body))).toMatchObject({ code: 'invalid_body' });
  });

  describe('by its ticket', () => {
    const ticketOf = (ageMs: number, projectId = asking.projectId) => {
      const second = (asking.api.clock().getTime() - ageMs) / 1000;
      return issueTicket(asking.api.deps.keys.tickets.current, projectId, 'tag', second);
    };

    test('of another project', async () => {
      const other = await createPublisher(asking.api);
      const ticket = ticketOf(60_000, other.projectId);
      expect(await refused({ ticket })).toMatchObject({ status: 422, code: 'ticket_invalid' });
    });

    test('older than 31 days', async () => {
      const ticket = ticketOf(32 * 24 * 3600 * 1000);
      expect(await refused({ ticket })).toMatchObject({ status: 422, code: 'ticket_expired' });
    });

    test('under a key that this server does not have: to be sent again with another', async () => {
      const ticket = issueTicket({ name: 'other1', key: 'a key' }, asking.projectId, 'tag', 1);
      const reply = await asking.send(asking.answer({ ticket }));
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([425, '60']);
      expect(await readProblem(reply)).toMatchObject({ code: 'ticket_unknown' });
    });

    test('younger than a second: to be sent again then', async () => {
      const reply = await asking.send(asking.answer({ ticket: ticketOf(500) }));
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([425, '1']);
      expect(await readProblem(reply)).toMatchObject({ code: 'too_early' });
    });
  });

  test('by its release: one that is not there, a draft, one of another project, one to come', async () => {
    const other = await createPublisher(asking.api);
    const releases = [
      { id: crypto.randomUUID() },
      await asking.draft('2.0.0'),
      await other.publish('1.0.0'),
      await asking.schedule('3.0.0', '2026-06-01T13:00:00.000Z'),
    ];
    for (const { id } of releases) {
      expect(await refused({ release: id })).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test('by its project', async () => {
    const reply = await refused({ project: 'pk_nobody' });
    expect(reply).toMatchObject({ status: 404, code: 'project_unknown' });
  });

  describe('by its token', () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

    test('without an algorithm', async () => {
      await asking.addTokenKey();
      const token = `${encode({ alg: 'none' })}.${encode(asking.claims('ann'))}.`;
      expect(await refused({ token })).toMatchObject({ status: 401, code: 'token_invalid' });
    });

    test.each([
      ['for another audience', { aud: 'somebody-else' }, 'token_invalid'],
      ['that never expires', { exp: undefined }, 'token_invalid'],
      ['that has expired', { exp: 1 }, 'token_expired'],
      ['of nobody', { sub: undefined }, 'token_invalid'],
    ])('%s', async (_, change, code) => {
      const key = await asking.addTokenKey();
      const token = key.sign({ ...asking.claims('ann'), ...change });
      expect(await refused({ token })).toMatchObject({ status: 401, code });
    });
  });
});
