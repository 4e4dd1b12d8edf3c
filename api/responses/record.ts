import type { Standing } from '../../contract/vocabulary.ts';
import type { EditionRecord, ResponseRecord } from '../db/schema/response-columns.ts';
import type { BucketBook } from '../tallies/buckets.ts';
import type { Visitor } from '../visitors/visitors.ts';
import type { Answer } from './answer.ts';
import { counts, judge, type Verdict } from './effective-rating.ts';
import type { KeptResponse, ResponseKey } from './response-book.ts';

/** The edition that an answer adds to a response, or that begins one under the client's own id. */
export function toEdition(answer: Answer, kept: KeptResponse | undefined): EditionRecord {
  return {
    projectId: answer.projectId,
    responseId: kept?.record.id ?? answer.clientId,
    n: (kept?.editions.length ?? 0) + 1,
    clientId: answer.clientId,
    clientRevision: answer.clientRevision,
    state: answer.state,
    rating: answer.rating,
    answers: answer.answers,
    comment: answer.comment,
    contentHash: answer.contentHash,
    occurredAt: answer.occurredAt,
    receivedAt: answer.receivedAt,
  };
}

/** By whom and on what occasion an edition is given. */
interface Giving {
  answer: Answer;
  visitor: Visitor;
  /** What is known of the response so far; undefined for a first answer. */
  kept: KeptResponse | undefined;
  /** When the visitor was first shown the release. */
  shownAt: string;
}

/**
 * What a response is with one more edition. Under what it is tallied (surface, version, locale, …)
 * is settled by the first edition with a rating that counts: an edit moves the rating alone. The version
 * of the survey is the one in which the response was started, so that no edit moves it to another.
 */
export function recordWith(
  edition: EditionRecord,
  { answer, visitor, kept, shownAt }: Giving,
  buckets: BucketBook,
): ResponseRecord {
  const editions = kept?.editions ?? [];
  const verdict = judge([...editions, edition], shownAt);
  const begun = kept?.record ?? begin(answer);
  const settled = kept && editions.some(counts) ? kept.record : circumstances(answer, buckets);
  const { projectId, surveyId, releaseId } = answer;
  const key = { projectId, surveyId, releaseId, visitorId: visitor.id };
  return compose(key, { edition, verdict, begun, settled });
}

interface Parts {
  edition: EditionRecord;
  verdict: Verdict<EditionRecord>;
  /** How the response began. */
  begun: ReturnType<typeof begin>;
  /** Under what it is tallied. */
  settled: ReturnType<typeof circumstances>;
}

/** Written out: to spread the parts into each other takes many times as long (decision 0011). */
function compose(key: ResponseKey, { edition, verdict, begun, settled }: Parts): ResponseRecord {
  return {
    projectId: key.projectId,
    id: edition.responseId,
    surveyId: key.surveyId,
    surveyVersion: begun.surveyVersion,
    releaseId: key.releaseId,
    visitorId: key.visitorId,
    firstRating: verdict.firstRating,
    rating: verdict.current.rating,
    scoredRating: verdict.scored?.rating ?? null,
    scoredDay: verdict.scored?.day ?? null,
    scoredChoices: verdict.scored?.choices ?? [],
    latestRevision: edition.n,
    currentRevision: verdict.current.n,
    state: verdict.current.state,
    surface: settled.surface,
    locale: settled.locale,
    version: settled.version,
    account: settled.account,
    traits: settled.traits,
    buckets: settled.buckets,
    standing: begun.standing,
    inWindow: verdict.inWindow,
    quarantined: begun.quarantined,
    occurredAt: begun.occurredAt,
    receivedAt: begun.receivedAt,
  };
}

function begin({ surveyVersion, identity, isBot, occurredAt, receivedAt }: Answer) {
  const standing = (isBot ? 'bot' : identity.kind) as Standing;
  return { surveyVersion, standing, quarantined: false, occurredAt, receivedAt };
}

function circumstances(answer: Answer, buckets: BucketBook) {
  const { facts, identity } = answer;
  return {
    surface: answer.surface,
    locale: facts.locale,
    version: facts.version,
    account: identity.kind === 'verified' ? identity.account : null,
    traits: JSON.stringify(facts.traits),
    buckets: buckets.choose(answer),
  };
}
