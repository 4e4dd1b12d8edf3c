import type { IdentityLevel } from '../../contract/vocabulary.ts';
import type { EditionRecord, ResponseRecord } from '../db/schema/response-columns.ts';
import type { BucketRegistry } from '../tallies/buckets.ts';
import type { Visitor } from '../visitors/visitors.ts';
import type { Answer } from './answer.ts';
import { type EffectiveRating, effectiveRatingOf, hasCountedRating } from './effective-rating.ts';
import type { ResponseKey, ResponseWithEditions } from './response-batch.ts';

/** Returns the edition that an answer adds to a response, or the first one of a new response. */
export function toEdition(
  answer: Answer,
  response: ResponseWithEditions | undefined,
): EditionRecord {
  return {
    projectId: answer.projectId,
    responseId: response?.record.id ?? answer.clientId,
    n: (response?.editions.length ?? 0) + 1,
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

/** The answer, the visitor and the earlier response of an edition. */
interface EditionContext {
  answer: Answer;
  visitor: Visitor;
  /** The response before this edition; undefined for a first answer. */
  response: ResponseWithEditions | undefined;
  /** When the visitor was first shown the release. */
  shownAt: string;
}

/**
 * Returns a response with one more edition. The first edition with a rating that counts determines
 * what the response is tallied under (channel, version, locale, …): an edit moves only the rating
 * and its reasons. The survey version is always the one in which the response was started.
 */
export function buildRecord(
  edition: EditionRecord,
  { answer, visitor, response, shownAt }: EditionContext,
  buckets: BucketRegistry,
): ResponseRecord {
  const editions = response?.editions ?? [];
  const effective = effectiveRatingOf([...editions, edition], shownAt);
  const initial = response?.record ?? initialFieldsOf(answer);
  const tallyFields =
    response && editions.some(hasCountedRating) ? response.record : tallyFieldsOf(answer, buckets);
  const { projectId, surveyId, releaseId } = answer;
  const key = { projectId, surveyId, releaseId, visitorId: visitor.id };
  return compose({ key, edition, effective, initial, tallyFields });
}

interface RecordParts {
  key: ResponseKey;
  edition: EditionRecord;
  effective: EffectiveRating<EditionRecord>;
  /** The fields that the first edition determines. */
  initial: ReturnType<typeof initialFieldsOf>;
  /** The fields that the response is tallied under. */
  tallyFields: ReturnType<typeof tallyFieldsOf>;
}

/** Written out: spreading the parts into each other takes many times as long (decision 0011). */
function compose(parts: RecordParts): ResponseRecord {
  const { key, edition, effective, initial, tallyFields } = parts;
  return {
    projectId: key.projectId,
    id: edition.responseId,
    surveyId: key.surveyId,
    surveyVersion: initial.surveyVersion,
    releaseId: key.releaseId,
    visitorId: key.visitorId,
    firstRating: effective.firstRating,
    rating: effective.current.rating,
    scoredRating: effective.scored?.rating ?? null,
    scoredDay: effective.scored?.day ?? null,
    scoredChoices: effective.scored?.choices ?? [],
    latestRevision: edition.n,
    currentRevision: effective.current.n,
    state: effective.current.state,
    channel: tallyFields.channel,
    locale: tallyFields.locale,
    version: tallyFields.version,
    account: tallyFields.account,
    traits: tallyFields.traits,
    buckets: tallyFields.buckets,
    identityLevel: initial.identityLevel,
    inWindow: effective.inWindow,
    quarantined: initial.quarantined,
    occurredAt: initial.occurredAt,
    receivedAt: initial.receivedAt,
  };
}

function initialFieldsOf({ surveyVersion, identity, isBot, occurredAt, receivedAt }: Answer) {
  const identityLevel = (isBot ? 'bot' : identity.kind) as IdentityLevel;
  return { surveyVersion, identityLevel, quarantined: false, occurredAt, receivedAt };
}

function tallyFieldsOf(answer: Answer, buckets: BucketRegistry) {
  const { details, identity } = answer;
  return {
    channel: answer.channel,
    locale: details.locale,
    version: details.version,
    account: identity.kind === 'verified' ? identity.account : null,
    traits: JSON.stringify(details.traits),
    buckets: buckets.choose(answer),
  };
}
