import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { BucketBook } from '../visitors/buckets.ts';
import { type ExposureBook, openExposures } from '../visitors/exposures.ts';
import { openVisitors, type VisitorBook, type VisitorOrigin } from '../visitors/visitors.ts';
import type { Answer } from './answer.ts';
import {
  isOfSomeoneKnown,
  type KeptResponse,
  openResponses,
  type Question,
  type ResponseBook,
} from './book.ts';
import { recordWith, toEdition } from './record.ts';

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
  const books = { visitors, exposures, responses };
  const receipts = answers.map((answer) => orRefusal(() => accept(answer, books, buckets)));
  await visitors.save(trx);
  await exposures.save(trx);
  await responses.save(trx, slot);
  return receipts;
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
  books.exposures.record({ projectId, releaseId, visitorId: visitor.id, facts, kind, at });
  const shownAt = books.exposures.firstShownAt(key) ?? at;
  const kept = books.responses.ofVisitor(key);
  const edition = toEdition(answer, kept);
  const record = recordWith(edition, { answer, visitor, kept, shownAt }, buckets);
  books.responses.write(record, edition);
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
