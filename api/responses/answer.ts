import type { ResponseRequest } from '../../contract/responses.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import { type VisitorDetails, visitorDetailsOf } from '../tallies/buckets.ts';
import type { VisitorIdentity } from '../visitors/identity.ts';
import type { NetworkDigest } from '../visitors/networks/network-digests.ts';
import { occurredAt } from '../visitors/occurred-at.ts';
import { type AnswerContent, hashAnswerContent } from './content.ts';
import { validateAnswer } from './validate-answer.ts';

/** The `releaseId` of a response about no release. Null would not be unique in keys. */
export const noRelease = '00000000-0000-0000-0000-000000000000';

/** An answer that passed every check that needs no stored answers. */
export interface Answer {
  projectId: string;
  /** `noRelease` if the answer is about no release. */
  releaseId: string;
  surveyId: string;
  surveyVersion: number;
  identity: VisitorIdentity;
  /** Whether an anonymous sender is a known bot. */
  isBot: boolean;
  /** The sender's networks; empty for a verified visitor and in the project's own networks. */
  networks: readonly NetworkDigest[];
  clientId: string;
  clientRevision: number;
  state: ResponseState;
  rating: number | null;
  /** JSON: question id → answer. */
  answers: string;
  comment: string | null;
  contentHash: string;
  channel: Surface;
  details: VisitorDetails;
  occurredAt: string;
  receivedAt: string;
}

/** The project, visitor, survey and release of an answer. */
interface AnswerContext {
  project: { id: string; talliedTraits: readonly string[] };
  identity: VisitorIdentity;
  isBot?: boolean;
  /** Default: none. */
  networks?: readonly NetworkDigest[];
  survey: Survey;
  releaseId: string;
  receivedAt: Date;
}

/** Throws what `validateAnswer` throws. Ids are lower-cased, so each id has one spelling. */
export function toAnswer(body: ResponseRequest, context: AnswerContext): Answer {
  const { identity, isBot = false, networks = [], survey, releaseId, receivedAt } = context;
  validateAnswer(survey, body);
  const content = { ...body, answers: wrapSingleChoices(survey, body.answers) };
  return {
    projectId: context.project.id,
    releaseId,
    surveyId: survey.id,
    surveyVersion: survey.version,
    identity,
    isBot,
    networks,
    clientId: body.id.toLowerCase(),
    clientRevision: body.revision,
    state: body.state,
    rating: body.rating,
    answers: JSON.stringify(content.answers),
    comment: body.comment,
    contentHash: hashAnswerContent(content),
    channel: body.surface,
    details: visitorDetailsOf(body, identity.traits, context.project.talliedTraits),
    occurredAt: occurredAt(receivedAt, body.createdAt, body.sentAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}

/** Wraps single choices in lists: every list holds choices, and never a visitor's text. */
function wrapSingleChoices(
  { questions }: Survey,
  answers: AnswerContent['answers'],
): AnswerContent['answers'] {
  const lists = Object.entries(answers).map(([id, answer]) => {
    const isChoice = questions.find((one) => one.id === id)?.kind === 'choices';
    return [id, isChoice && !Array.isArray(answer) ? [String(answer)] : answer];
  });
  return Object.fromEntries(lists);
}
