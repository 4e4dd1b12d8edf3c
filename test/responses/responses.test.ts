import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestDatabase } from '../support/databases.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type RatingFixture, startRatingFixture } from './rating-fixture.ts';
import { countRows, readTally } from './stored-counts.ts';

onEachDatabase('an answer', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
  });
  afterEach(() => asking.api.stop());

  test('is stored and told as it was stored', async () => {
    const body = asking.answer({
      createdAt: '2020-01-01T00:00:00Z',
      sentAt: '2020-01-01T00:00:05Z',
    });
    expect(await asking.sendAccepted(body)).toEqual({
      id: body.id,
      revision: 1,
      survey: asking.surveyId,
      release: asking.release.id,
      state: 'complete',
      rating: 4,
      answers: { reasons: ['easier'] },
      comment: 'Much better.',
      occurredAt: '2026-06-01T11:59:55.000Z',
      receivedAt: '2026-06-01T12:00:00.000Z',
    });
  });

  test('is one row, and the same body back, however often it is sent at once (R8)', async () => {
    const body = asking.answer();
    const replies = await Promise.all(Array.from({ length: 100 }, () => asking.send(body)));
    const statuses = replies.map((reply) => reply.status).sort();
    expect(statuses).toEqual([...Array(99).fill(200), 201]);
    expect(new Set(await Promise.all(replies.map((reply) => reply.text()))).size).toBe(1);
    expect(await countRows(database)).toMatchObject({ response: 1, response_revision: 1 });
  });

  test('is a replay later too, whatever its ticket, its way and the order of its questions', async () => {
    const body = asking.answer({ answers: { reasons: ['easier'], comment: 'Yes.' } });
    const stored = await asking.sendAccepted(body);
    asking.api.clock.advance(60_000);
    const { ticket, sentAt } = asking.answer();
    const again = { ...body, ticket, sentAt, answers: { comment: 'Yes.', reasons: ['easier'] } };
    expect(await asking.sendAccepted(again, 200)).toEqual(stored);
    expect(await countRows(database)).toMatchObject({ response: 1, response_revision: 1 });
  });

  test.each([{ rating: 5 }, { comment: null }, { state: 'partial' }, { answers: {} }])(
    'is refused as a replay when it says something else: %o',
    async (change) => {
      const body = asking.answer();
      await asking.sendAccepted(body);
      const reply = await asking.send({ ...body, ...change });
      expect([reply.status, (await reply.json()).code]).toEqual([409, 'answer_differs']);
      expect(await countRows(database)).toMatchObject({ response: 1, response_revision: 1 });
    },
  );

  test('is replaced by a higher revision and not by a lower one, which is kept', async () => {
    const body = asking.answer({ revision: 2, rating: 4 });
    await asking.sendAccepted(body);
    await asking.sendAccepted({ ...body, revision: 5, rating: 5 });
    await asking.sendAccepted({ ...body, revision: 3, rating: 4, comment: 'Late.' });
    const response = await database.reader
      .selectFrom('response')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(response).toMatchObject({ rating: 5, first_rating: 4, scored_rating: 5 });
    expect(response).toMatchObject({ latest_revision: 3, current_revision: 2 });
  });

  test('becomes the next revision when the visitor answered in another tab', async () => {
    const one = asking.answer({ rating: 4 });
    const other = { ...one, id: asking.api.deps.randomId(), rating: 5 };
    const [first, second] = [await asking.sendAccepted(one), await asking.sendAccepted(other)];
    expect([first.id, second.id]).toEqual([one.id, other.id]);
    expect(await asking.sendAccepted(other, 200)).toEqual(second);
    const response = await database.reader
      .selectFrom('response')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(response).toMatchObject({ id: one.id, rating: 5, latest_revision: 2 });
    expect(await countRows(database)).toMatchObject({ response: 1, response_revision: 2 });
  });

  test('keeps a reason that was given beside another rating: nothing said is lost', async () => {
    await asking.sendAccepted(asking.answer({ rating: 5, answers: { reasons: ['broken'] } }));
  });

  test('is one row when two tabs of a visitor send at once', async () => {
    const one = asking.answer({ rating: 4 });
    const tabs = Array.from({ length: 20 }, () => ({ ...one, id: asking.api.deps.randomId() }));
    const replies = await Promise.all(tabs.map(asking.send));
    expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(201));
    expect(await countRows(database)).toMatchObject({ response: 1, response_revision: 20 });
    expect(await readTally(database, 'tally', ['dimension', 'rating'])).toEqual({
      'all 4': 1,
      'answer:reasons 4': 1,
    });
  });

  test('is refused under an id that is another visitor’s, without telling anything', async () => {
    const mine = asking.answer();
    await asking.sendAccepted(mine);
    for (const revision of [1, 2]) {
      const theirs = { ...mine, visitor: crypto.randomUUID(), revision };
      const reply = await asking.send(theirs);
      const text = await reply.text();
      expect([reply.status, JSON.parse(text).code]).toEqual([409, 'answer_differs']);
      expect(text).not.toContain('Much better.');
    }
    expect(await countRows(database)).toMatchObject({ visitor: 1, response_revision: 1 });
  });

  test('is refused under an id that was used about another release', async () => {
    const body = asking.answer();
    await asking.sendAccepted(body);
    const other = await asking.publish('1.1.0');
    const reply = await asking.send({ ...body, release: other.id, revision: 2 });
    expect(reply.status).toBe(409);
  });

  test('is one visitor’s and one answer in whatever letters its ids are written', async () => {
    const body = asking.answer({ visitor: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' });
    const stored = await asking.sendAccepted(body);
    const upper = Object.fromEntries(
      ['id', 'visitor', 'release', 'survey'].map((name) => [
        name,
        String(body[name]).toUpperCase(),
      ]),
    );
    expect(await asking.sendAccepted({ ...body, ...upper }, 200)).toEqual(stored);
  });

  test('is taken after its release was rolled back', async () => {
    const body = asking.answer();
    await asking.rollBack(asking.release);
    await asking.sendAccepted(body);
  });

  test('of a verified visitor is theirs in every browser, and only theirs', async () => {
    const key = await asking.addTokenKey();
    const token = (subject: string) => key.sign({ ...asking.claims(subject), account: 'acme' });
    const one = asking.answer({ token: token('ann') });
    await asking.sendAccepted(one);
    await asking.sendAccepted(asking.answer({ token: token('ann'), rating: 5 }));
    const reply = await asking.send({ ...one, token: token('bob') });
    expect(reply.status).toBe(409);
    const response = await database.reader
      .selectFrom('response')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(response).toMatchObject({ standing: 'verified', account: 'acme', latest_revision: 2 });
    expect(await countRows(database)).toMatchObject({ response: 1, visitor: 1 });
  });

  test('cannot be given for a verified visitor by whoever learns their id', async () => {
    const key = await asking.addTokenKey();
    await asking.sendAccepted(asking.answer({ token: key.sign(asking.claims('ann')) }));
    const { id } = await database.reader
      .selectFrom('visitor')
      .select('id')
      .executeTakeFirstOrThrow();
    await asking.sendAccepted(asking.answer({ visitor: id, rating: 1 }));
    const responses = await database.reader
      .selectFrom('response')
      .select(['standing', 'rating', 'latest_revision'])
      .orderBy('standing')
      .execute();
    expect(responses).toEqual([
      { standing: 'anonymous', rating: 1, latest_revision: 1 },
      { standing: 'verified', rating: expect.any(Number), latest_revision: 1 },
    ]);
    expect(await countRows(database)).toMatchObject({ visitor: 2 });
  });

  test('hurts no other in its batch when the database refuses it', async () => {
    // A release that is gone while the snapshot still has it: its exposure has nothing to point to.
    const gone = await asking.publish('2.0.0');
    const others = [asking.answer(), asking.answer()];
    await asking.sendAccepted(
      asking.answer({ release: gone.id, rating: null, state: 'later', answers: {} }),
    );
    await database.writer.deleteFrom('exposure').where('release_id', '=', gone.id).execute();
    await database.writer.deleteFrom('response_revision').execute();
    await database.writer.deleteFrom('response').execute();
    await database.writer.deleteFrom('release').where('id', '=', gone.id).execute();
    const [bad, ...good] = await Promise.all(
      [asking.answer({ release: gone.id }), ...others].map(asking.send),
    );
    expect(bad?.status).toBe(500);
    expect(good.map((reply) => reply.status)).toEqual([201, 201]);
    expect(await countRows(database)).toMatchObject({ response: 2 });
  });
});
