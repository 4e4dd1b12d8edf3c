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
 * What is acknowledged: when the edition that is stored was given and received. For a replay that is
 * the first time; in all else it says the same as what is stored.
 */
export interface Receipt {
  occurredAt: string;
  receivedAt: string;
  /** Whether it was not stored before. */
  isNew: boolean;
}

interface AnswerBatchState {
  visitors: VisitorBatch;
  exposures: ExposureBatch;
  responses: ResponseBatch;
  /** Anonymous visitors who answer for the first time in a project. */
  raters: NewRater[];
  /** Visitors who were held back before. */
  held: Set<Visitor>;
}

/** How many editions of one response are kept. */
const maxEditions = 100;

/**
 * Takes answers in order of receipt, all in the transaction given, and gives each its receipt or the
 * refusal `answer_differs`. Whatever meets in a batch (the same answer twice, two tabs of a visitor)
 * is settled in memory, by the same rules as what is stored already.
 */
export async function acceptAnswers(
  trx: Db,
  answers: readonly Answer[],
  { buckets, slot, ...origin }: VisitorContext & { buckets: BucketRegistry; slot: number },
): Promise<(Receipt | AppError)[]> {
  // An id is its client's alone to choose, so two visitors on two nodes may choose the same one.
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

/** Comes last: it locks the counts of networks, and moves rows that must be stored before. */
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

/** A replay is told what is stored. Refuses before anything is written into the books. */
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
  // Whoever said "not now" has been shown the release, no more.
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

/** Verified visitors are known by their host and never held back. Bots count in no score anyway. */
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

/** Each edition is kept and read with the next: a mind that is changed without end is an attack. */
function enforceRevisionLimit(answer: Answer, { visitors, responses }: AnswerBatchState): void {
  const visitorId = visitors.idOf(answer);
  if (visitorId === undefined) return;
  const { projectId, surveyId, releaseId } = answer;
  const response = responses.findByVisitor({ projectId, surveyId, releaseId, visitorId });
  if ((response?.editions.length ?? 0) < maxEditions) return;
  throw new AppError('revision_limit', `An answer can be changed ${maxEditions - 1} times.`);
}

/** The same words whoever's the other answer is: an id must not tell that it is in use elsewhere. */
function answerDiffersError(): AppError {
  return new AppError(
    'answer_differs',
    'Another answer was stored under this id and revision; send a change as a higher revision.',
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
