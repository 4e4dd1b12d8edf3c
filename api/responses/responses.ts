import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { type ExposureBook, openExposures } from '../exposures/exposures.ts';
import type { BucketBook } from '../tallies/buckets.ts';
import { heldAmong } from '../visitors/networks/held-groups.ts';
import { countRaters, type NewRater } from '../visitors/networks/raters.ts';
import {
  openVisitors,
  type Visitor,
  type VisitorBook,
  type VisitorOrigin,
} from '../visitors/visitors.ts';
import type { Answer } from './answer.ts';
import { settleVisitors } from './held/settle.ts';
import { recordWith, toEdition } from './record.ts';
import {
  isOfSomeoneKnown,
  type KeptResponse,
  openResponses,
  type Question,
  type ResponseBook,
} from './response-book.ts';

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

interface Books {
  visitors: VisitorBook;
  exposures: ExposureBook;
  responses: ResponseBook;
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
  { buckets, slot, ...origin }: VisitorOrigin & { buckets: BucketBook; slot: number },
): Promise<(Receipt | AppError)[]> {
  // An id is its client's alone to choose, so two visitors on two nodes may choose the same one.
  const ids = answers.map(({ projectId, clientId }) => `${projectId} client ${clientId}`);
  const visitors = await openVisitors(trx, answers, origin, ids);
  const questions = answers.map((answer) => toQuestion(answer, visitors));
  await buckets.prepare(trx, answers);
  const exposures = await openExposures(trx, questions.filter(isOfSomeoneKnown), { buckets, slot });
  const responses = await openResponses(trx, questions);
  const books = { visitors, exposures, responses, raters: [], held: new Set<Visitor>() };
  const receipts = answers.map((answer) => orRefusal(() => accept(answer, books, buckets)));
  await visitors.save(trx);
  await exposures.save(trx);
  await responses.save(trx, slot);
  await holdBack(trx, books, { slot, randomId: origin.randomId });
  return receipts;
}

/** Comes last: it locks the counts of networks, and moves rows that must be stored before. */
async function holdBack(
  trx: Db,
  { raters, held }: Pick<Books, 'raters' | 'held'>,
  means: { slot: number; randomId: () => string },
): Promise<void> {
  const settled = await heldAmong(trx, held);
  const found = raters.length > 0 ? await countRaters(trx, raters, means) : [];
  if (settled.length + found.length > 0) {
    await settleVisitors(trx, [...settled, ...found], means.slot);
  }
}

/** A replay is told what is stored. Refuses before anything is written into the books. */
function accept(answer: Answer, books: Books, buckets: BucketBook): Receipt {
  const known = books.responses.ofClient(answer.projectId, answer.clientId);
  if (known && !isAbout(known, answer, books.visitors.idOf(answer))) throw differs();
  const stored = known?.editions.find(
    (each) => each.clientId === answer.clientId && each.clientRevision === answer.clientRevision,
  );
  if (!stored) {
    refuseEndlessChange(answer, books);
    write(answer, books, buckets);
    return { occurredAt: answer.occurredAt, receivedAt: answer.receivedAt, isNew: true };
  }
  if (stored.contentHash !== answer.contentHash) throw differs();
  return { occurredAt: stored.occurredAt, receivedAt: stored.receivedAt, isNew: false };
}

function write(answer: Answer, books: Books, buckets: BucketBook): void {
  const visitor = books.visitors.meet(answer, answer.receivedAt);
  const { projectId, releaseId, surveyId, facts, occurredAt: at } = answer;
  const key = { projectId, releaseId, surveyId, visitorId: visitor.id };
  // Whoever said "not now" has been shown the release, no more.
  const kind = ['complete', 'partial'].includes(answer.state) ? 'read' : 'shown';
  if (kind === 'read') noteRater(answer, visitor, books);
  if (visitor.heldGroup !== null) books.held.add(visitor);
  if (!answer.isBot) {
    books.exposures.record({ projectId, releaseId, visitorId: visitor.id, facts, kind, at });
  }
  const kept = books.responses.ofVisitor(key);
  const shownAt = books.exposures.firstShownAt(key) ?? kept?.record.occurredAt ?? at;
  const edition = toEdition(answer, kept);
  const record = recordWith(edition, { answer, visitor, kept, shownAt }, buckets);
  books.responses.write(record, edition);
}

/** Verified visitors are known by their host and never held back. Bots count in no score anyway. */
function noteRater(answer: Answer, visitor: Visitor, { visitors, raters }: Books): void {
  if (visitor.hasRated || answer.isBot || answer.identity.kind !== 'anonymous') return;
  visitors.change(visitor, { hasRated: true });
  const { projectId, networks, receivedAt: at } = answer;
  raters.push({ projectId, visitorId: visitor.id, networks, at });
}

function toQuestion(answer: Answer, visitors: VisitorBook): Question {
  const { projectId, surveyId, releaseId, clientId } = answer;
  return { projectId, surveyId, releaseId, clientId, visitorId: visitors.idOf(answer) };
}

function isAbout(
  { record }: KeptResponse,
  { surveyId, releaseId }: Answer,
  visitorId: string | undefined,
): boolean {
  return (
    record.visitorId === visitorId && record.surveyId === surveyId && record.releaseId === releaseId
  );
}

/** Each edition is kept and read with the next: a mind that is changed without end is an attack. */
function refuseEndlessChange(answer: Answer, { visitors, responses }: Books): void {
  const visitorId = visitors.idOf(answer);
  if (visitorId === undefined) return;
  const { projectId, surveyId, releaseId } = answer;
  const kept = responses.ofVisitor({ projectId, surveyId, releaseId, visitorId });
  if ((kept?.editions.length ?? 0) < maxEditions) return;
  throw new AppError('revision_limit', `An answer can be changed ${maxEditions - 1} times.`);
}

/** The same words whoever's the other answer is: an id must not tell that it is in use elsewhere. */
function differs(): AppError {
  return new AppError(
    'answer_differs',
    'Another answer was stored under this id and revision; send a change as a higher revision.',
  );
}

function orRefusal(act: () => Receipt): Receipt | AppError {
  try {
    return act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
