import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../api/errors.ts';
import type { Answer } from '../../api/responses/answer.ts';
import { hashAnswerContent } from '../../api/responses/content.ts';
import { recount } from '../../api/responses/recount.ts';
import { acceptAnswers } from '../../api/responses/responses.ts';
import { createBucketRegistry } from '../../api/tallies/buckets.ts';
import { storedAnonymousId } from '../../api/visitors/anonymous-id.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type RatingFixture, startRatingFixture } from './rating-fixture.ts';
import {
  createResponseModel,
  type ModelAnswer,
  type ModelOutcome,
  type ModelResult,
} from './response-model.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Few visitors, clients and revisions, so that everything meets everything. */
const cast = fc.record({
  visitor: fc.integer({ min: 0, max: 2 }),
  client: fc.integer({ min: 0, max: 3 }),
  revision: fc.integer({ min: 1, max: 4 }),
  state: fc.constantFrom('complete', 'complete', 'complete', 'partial', 'dismissed', 'later'),
  rating: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 6 }),
  day: fc.integer({ min: 0, max: 25 }),
});
/** Answers in order of receipt, in the batches in which they are committed. */
const batches = fc.array(fc.array(cast, { minLength: 1, maxLength: 8 }), { maxLength: 5 });

onEachDatabase('answers in any order', ({ dialect, open }) => {
  test('end as the plainest account of the rules says, and so do the tallies', async () => {
    const database = await open();
    const asking = await startRatingFixture(database);
    const buckets = createBucketRegistry();
    let runs = 0;

    async function accept(answers: Answer[], lane: number) {
      const { keys, randomId } = asking.api.deps;
      const means = { keys: keys.visitors, randomId, buckets, slot: lane };
      return database.writer.transaction().execute((trx) => acceptAnswers(trx, answers, means));
    }

    await fc.assert(
      fc.asyncProperty(batches, async (drawn) => {
        runs += 1;
        const release = await asking.publish(`2.${runs}.0`);
        const [visitors, clients] = [names(3), names(4)];
        const box = createResponseModel();
        for (const [lane, batch] of drawn.entries()) {
          const casts = batch.map(({ day, ...each }): ModelAnswer => {
            const occurredAt = new Date(asking.api.clock().getTime() + day * dayMs).toISOString();
            const visitor = visitors[each.visitor] ?? '';
            return { ...each, visitor, client: clients[each.client] ?? '', occurredAt };
          });
          const expected = casts.map(box.put);
          const outcomes = await accept(
            casts.map((each) => toAnswer(asking, release.id, each)),
            lane,
          );
          expect(outcomes.map(outcomeOf)).toEqual(expected);
        }
        const stored = await database.reader
          .selectFrom('response')
          .innerJoin('visitor_alias', 'visitor_alias.visitor_id', 'response.visitor_id')
          .selectAll()
          .where('release_id', '=', release.id)
          .orderBy('anonymous_id')
          .execute();
        const voters = new Map(box.visitors().map((id) => [storedAnonymousId(id), id]));
        expect(stored.map((row) => voters.get(row.anonymous_id))).toEqual(box.visitors());
        for (const row of stored) {
          expect({
            editions: row.latest_revision,
            rating: row.rating,
            firstRating: row.first_rating,
            scored: row.scored_rating,
            choices: JSON.parse(row.scored_choices),
            day: row.scored_day,
            inWindow: row.in_window === 1,
          }).toEqual(withChoices(box.resultOf(voters.get(row.anonymous_id) ?? '')));
        }
      }),
      { numRuns: dialect === 'sqlite' ? 200 : 60 },
    );
    expect(runs).toBeGreaterThanOrEqual(60);
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });
});

/** Each rating has its own reason here. */
function withChoices(result: ModelResult) {
  const { scored } = result;
  return { ...result, choices: scored === null ? [] : [['reasons', `reason ${scored}`]] };
}

function names(count: number): string[] {
  return Array.from({ length: count }, () => crypto.randomUUID());
}

function toAnswer(asking: RatingFixture, releaseId: string, cast: ModelAnswer): Answer {
  const answers = { reasons: cast.rating === null ? [] : [`reason ${cast.rating}`] };
  const content = { state: cast.state, rating: cast.rating, answers, comment: null };
  return {
    ...content,
    projectId: asking.projectId,
    releaseId,
    surveyId: asking.surveyId,
    surveyVersion: 1,
    identity: { kind: 'anonymous', anonymousId: cast.visitor, traits: {} },
    isBot: false,
    networks: [],
    clientId: cast.client,
    clientRevision: cast.revision,
    answers: JSON.stringify(answers),
    contentHash: hashAnswerContent(content),
    channel: 'panel',
    details: { version: `v${cast.revision}`, locale: null, traits: {} },
    occurredAt: cast.occurredAt,
    receivedAt: asking.api.clock().toISOString(),
  };
}

function outcomeOf(outcome: Awaited<ReturnType<typeof acceptAnswers>>[number]): ModelOutcome {
  if (outcome instanceof AppError) return 'refused';
  return outcome.isNew ? 'new' : 'replay';
}
