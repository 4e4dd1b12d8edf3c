import type { ResponseRequest } from '../../contract/responses.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import { type Facts, factsOf } from '../tallies/buckets.ts';
import type { Identity } from '../visitors/identity.ts';
import type { NetworkDigest } from '../visitors/networks/network-digests.ts';
import { occurredAt } from '../visitors/occurred-at.ts';
import { type Content, contentHash } from './content.ts';
import { checkFits } from './validate-answer.ts';

/** The release of a response that is about none, so that unique keys have no null. */
export const noRelease = '00000000-0000-0000-0000-000000000000';

/** An answer that passed every rule for which no stored answer need be known. */
export interface Answer {
  projectId: string;
  /** `noRelease` where it is about none. */
  releaseId: string;
  surveyId: string;
  surveyVersion: number;
  identity: Identity;
  /** Whether an anonymous sender is a known bot. */
  isBot: boolean;
  /** The sender's networks; empty for a verified visitor and in the project's own networks. */
  networks: readonly NetworkDigest[];
  clientId: string;
  clientRevision: number;
  state: ResponseState;
  rating: number | null;
  /** JSON: by question id. */
  answers: string;
  comment: string | null;
  contentHash: string;
  surface: Surface;
  facts: Facts;
  occurredAt: string;
  receivedAt: string;
}

/** To whom an answer is given, by whom, and what was asked. */
interface Occasion {
  project: { id: string; talliedTraits: readonly string[] };
  identity: Identity;
  isBot?: boolean;
  /** None if it is left out. */
  networks?: readonly NetworkDigest[];
  survey: Survey;
  releaseId: string;
  receivedAt: Date;
}

/** Throws what `checkFits` throws. Ids are written in small letters: one spelling is one answer. */
export function toAnswer(body: ResponseRequest, occasion: Occasion): Answer {
  const { identity, isBot = false, networks = [], survey, releaseId, receivedAt } = occasion;
  checkFits(survey, body);
  const content = { ...body, answers: withLists(survey, body.answers) };
  return {
    projectId: occasion.project.id,
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
    contentHash: contentHash(content),
    surface: body.surface,
    facts: factsOf(body, identity.traits, occasion.project.talliedTraits),
    occurredAt: occurredAt(receivedAt, body.createdAt, body.sentAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}

/** One choice is a list of one: what is a list is a choice, and no words of the visitor's. */
function withLists({ questions }: Survey, answers: Content['answers']): Content['answers'] {
  const lists = Object.entries(answers).map(([id, answer]) => {
    const isChoice = questions.find((one) => one.id === id)?.kind === 'choices';
    return [id, isChoice && !Array.isArray(answer) ? [String(answer)] : answer];
  });
  return Object.fromEntries(lists);
}
