import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { type ExposureBatch, openExposures } from '../exposures/exposures.ts';
import type { BucketRegistry } from '../tallies/buckets.ts';
import { listHeldVisitors } from '../visitors/networks/held-groups.ts';
import { countRaters, type NewRater } from '../visitors/networks/raters.ts';
import {
  loadVisitorBatch,
  type Visitor,
  type VisitorBatch,
  type VisitorContext,
} from '../visitors/visitors.ts';
import type { Answer } from './answer.ts';
import { settleVisitors } from './held/settle.ts';
import { buildRecord, toEdition } from './record.ts';
import {
  hasKnownVisitor,
  loadResponseBatch,
  type ResponseBatch,
  type ResponseLookup,
  type ResponseWithEditions,
} from './response-batch.ts';

/**
 * The acknowledgement of an answer: when the stored edition was given and received. For a replay,
 * these are the times of the first request; all other fields of a replay equal the stored ones.
 */
export interface Receipt {
  occurredAt: string;
  receivedAt: string;
  /** False for a replay. */
  isNew: boolean;
}

interface AnswerBatchState {
  visitors: VisitorBatch;
  exposures: ExposureBatch;
  responses: ResponseBatch;
  /** Anonymous visitors who answer in a project for the first time. */
  raters: NewRater[];
  /** Visitors who already belong to a held group. */
  held: Set<Visitor>;
}

/** The most editions that a response can have. */
const maxEditions = 100;

/**
 * Stores answers in order of receipt, all in this transaction. Returns for each its receipt, or the
 * error `answer_differs` or `revision_limit`. Answers that meet in one batch (a replay, two tabs of
 * a visitor) are resolved in memory, by the same rules as stored answers.
 */
export async function acceptAnswers(
  trx: Db,
  answers: readonly Answer[],
  { buckets, slot, ...origin }: VisitorContext & { buckets: BucketRegistry; slot: number },
): Promise<(Receipt | AppError)[]> {
  // Clients choose the ids, so two visitors on two nodes may choose the same one.
  const ids = answers.map(({ projectId, clientId }) => `${projectId} client ${clientId}`);
  const visitors = await loadVisitorBatch(trx, answers, origin, ids);
  const lookups = answers.map((answer) => toResponseLookup(answer, visitors));
  await buckets.prepare(trx, answers);
  const exposures = await openExposures(trx, lookups.filter(hasKnownVisitor), { buckets, slot });
  const responses = await loadResponseBatch(trx, lookups);
  const state = { visitors, exposures, responses, raters: [], held: new Set<Visitor>() };
  const outcomes = answers.map((answer) => catchAppError(() => accept(answer, state, buckets)));
  await visitors.save(trx);
  await exposures.save(trx);
  await responses.save(trx, slot);
  await holdBack(trx, state, { slot, randomId: origin.randomId });
  return outcomes;
}

/** Must run last: it locks the counts of networks, and moves rows that must already be stored. */
async function holdBack(
  trx: Db,
  { raters, held }: Pick<AnswerBatchState, 'raters' | 'held'>,
  context: { slot: number; randomId: () => string },
): Promise<void> {
  const previouslyHeld = await listHeldVisitors(trx, held);
  const newlyHeld = raters.length > 0 ? await countRaters(trx, raters, context) : [];
  if (previouslyHeld.length + newlyHeld.length > 0) {
    await settleVisitors(trx, [...previouslyHeld, ...newlyHeld], context.slot);
  }
}

/** Returns the stored times for a replay. Throws before anything is written to the batches. */
function accept(answer: Answer, state: AnswerBatchState, buckets: BucketRegistry): Receipt {
  const known = state.responses.findByClient(answer.projectId, answer.clientId);
  if (known && !isAbout(known, answer, state.visitors.idOf(answer))) throw answerDiffersError();
  const stored = known?.editions.find(
    (each) => each.clientId === answer.clientId && each.clientRevision === answer.clientRevision,
  );
  if (!stored) {
    enforceRevisionLimit(answer, state);
    write(answer, state, buckets);
    return { occurredAt: answer.occurredAt, receivedAt: answer.receivedAt, isNew: true };
  }
  if (stored.contentHash !== answer.contentHash) throw answerDiffersError();
  return { occurredAt: stored.occurredAt, receivedAt: stored.receivedAt, isNew: false };
}

function write(answer: Answer, state: AnswerBatchState, buckets: BucketRegistry): void {
  const visitor = state.visitors.findOrCreate(answer, answer.receivedAt);
  const { projectId, releaseId, surveyId, details, occurredAt: at } = answer;
  const key = { projectId, releaseId, surveyId, visitorId: visitor.id };
  // A visitor who said "not now" was shown the release, but did not necessarily read it.
  const kind = ['complete', 'partial'].includes(answer.state) ? 'read' : 'shown';
  if (kind === 'read') recordRater(answer, visitor, state);
  if (visitor.heldGroup !== null) state.held.add(visitor);
  if (!answer.isBot) {
    state.exposures.record({ projectId, releaseId, visitorId: visitor.id, details, kind, at });
  }
  const response = state.responses.findByVisitor(key);
  const shownAt = state.exposures.firstShownAt(key) ?? response?.record.occurredAt ?? at;
  const edition = toEdition(answer, response);
  const record = buildRecord(edition, { answer, visitor, response, shownAt }, buckets);
  state.responses.addEdition(record, edition);
}

/** Skips bots, which count in no score, and verified visitors, whom their host knows. */
function recordRater(
  answer: Answer,
  visitor: Visitor,
  { visitors, raters }: AnswerBatchState,
): void {
  if (visitor.hasRated || answer.isBot || answer.identity.kind !== 'anonymous') return;
  visitors.update(visitor, { hasRated: true });
  const { projectId, networks, receivedAt: at } = answer;
  raters.push({ projectId, visitorId: visitor.id, networks, at });
}

function toResponseLookup(answer: Answer, visitors: VisitorBatch): ResponseLookup {
  const { projectId, surveyId, releaseId, clientId } = answer;
  return { projectId, surveyId, releaseId, clientId, visitorId: visitors.idOf(answer) };
}

function isAbout(
  { record }: ResponseWithEditions,
  { surveyId, releaseId }: Answer,
  visitorId: string | undefined,
): boolean {
  return (
    record.visitorId === visitorId && record.surveyId === surveyId && record.releaseId === releaseId
  );
}

/** Throws `revision_limit`, because each edition is stored and read again with the next one. */
function enforceRevisionLimit(answer: Answer, { visitors, responses }: AnswerBatchState): void {
  const visitorId = visitors.idOf(answer);
  if (visitorId === undefined) return;
  const { projectId, surveyId, releaseId } = answer;
  const response = responses.findByVisitor({ projectId, surveyId, releaseId, visitorId });
  if ((response?.editions.length ?? 0) < maxEditions) return;
  throw new AppError(
    'revision_limit',
    `An answer can be changed at most ${maxEditions - 1} times.`,
  );
}

/** The message is the same for all answers: it must not reveal that an id is in use elsewhere. */
function answerDiffersError(): AppError {
  return new AppError(
    'answer_differs',
    'A different answer is already stored under this id and revision. To change an answer, send a higher revision.',
  );
}

function catchAppError(run: () => Receipt): Receipt | AppError {
  try {
    return run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
