import {
  type ResponseRequest,
  responseRequest,
  type StoredResponse,
  storedResponse,
} from '../../../contract/responses.ts';
import type { Survey } from '../../../contract/surveys.ts';
import { createBatchCommit } from '../../db/batch.ts';
import { createGroupCommit, type GroupCommit } from '../../db/group-commit.ts';
import type { Deps } from '../../deps.ts';
import { AppError, invalidField, notFound } from '../../errors.ts';
import { publicNetworksOf } from '../../http/address.ts';
import { toAppError } from '../../http/problem.ts';
import type { PublicRoute } from '../../openapi/openapi.ts';
import { hasBeenPublished } from '../../releases/release-state.ts';
import { type Answer, noRelease, toAnswer } from '../../responses/answer.ts';
import { type AnswerError, answerBatch } from '../../responses/answer-batch.ts';
import type { Receipt } from '../../responses/responses.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { createNetworkDigests } from '../../visitors/networks/network-digests.ts';
import { checkTicket } from '../../visitors/ticket.ts';
import type { VisitorGuard } from './guard.ts';
import type { DescribedPost } from './public-post.ts';

/** `POST /v1/responses`: stores an answer and replies once the answer is durable. */
export function answerPost(deps: Deps, visitor: VisitorGuard): DescribedPost {
  const answers = createAnswerCommit(deps);
  const digest = createNetworkDigests(deps.database);

  return {
    description,
    async handle(request, text) {
      const admitted = await visitor.admit({ request, text }, responseRequest, 'write');
      const { body, snapshot, headers, address } = admitted;
      const { project } = snapshot;
      const receivedAt = deps.clock();
      checkTicket(deps.keys.tickets, project.id, body.ticket, receivedAt);
      const identity = visitor.identify(snapshot, body);
      const target = findSurveyTarget(snapshot, body, receivedAt);
      const isBot = visitor.isBot(request, identity);
      const isCounted = identity.kind === 'anonymous' && !isBot && !snapshot.isOwnAddress(address);
      const countedNetworks = isCounted ? publicNetworksOf(address) : [];
      const networks = await digest(project.id, countedNetworks, receivedAt);
      const sender = { identity, isBot, networks };
      const answer = toAnswer(body, { project, ...sender, ...target, receivedAt });
      const outcome = await answers.submit(answer);
      if ('code' in outcome) throw new AppError(outcome.code, outcome.message);
      return {
        status: outcome.isNew ? 201 : 200,
        headers,
        mediaType: 'application/json',
        body: JSON.stringify(toStored(answer, outcome)),
      };
    },
  };
}

/** Returns the stored revision under the client's own id and revision number. */
function toStored(answer: Answer, { occurredAt, receivedAt }: Receipt): StoredResponse {
  return {
    id: answer.clientId,
    revision: answer.clientRevision,
    survey: answer.surveyId,
    release: answer.releaseId === noRelease ? null : answer.releaseId,
    state: answer.state,
    rating: answer.rating,
    answers: JSON.parse(answer.answers),
    comment: answer.comment,
    occurredAt,
    receivedAt,
  };
}

const description: PublicRoute = {
  method: 'post',
  path: '/v1/responses',
  operation: 'sendResponse',
  summary: 'Answer a survey about a release',
  description:
    'The answer counts once, however often it is sent. To change it, send a higher `revision` with the same `id`. `ticket` is the one that came with the question, at least one second old. A 425 with the code `ticket_unknown` means that the server does not have the ticket’s key: read the feed, then send the answer again with the new ticket.',
  tag: 'Visitors',
  body: { schema: responseRequest },
  replies: [
    { status: 201, description: 'The answer is stored on disk.', schema: storedResponse },
    { status: 200, description: 'The answer was already stored.', schema: storedResponse },
  ],
  problems: [400, 401, 403, 404, 409, 413, 415, 422, 425, 503],
};

/** The most answers per transaction. More would delay readers for longer (ARCHITECTURE.md). */
const maxBatch = 128;
const maxQueue = 4096;

function createAnswerCommit(deps: Deps): GroupCommit<Answer, Receipt | AnswerError> {
  const { config, database, keys, randomId } = deps;
  return createGroupCommit({
    commit: createBatchCommit(database, answerBatch(randomId), keys.visitors),
    maxBatch: config.answersPerCommit ?? maxBatch,
    maxQueue,
    lanes: database.dialect === 'postgres' ? 2 : 1,
    isTransient: (error) => toAppError(error).code === 'unavailable',
  });
}

type SurveyTarget = Pick<ResponseRequest, 'release' | 'survey'>;

/**
 * Returns the release and the survey that are answered. Throws `not_found` for a release that was
 * never live; one that was rolled back since can still be answered. Throws `survey_unknown` if the
 * release does not ask this survey. Imported releases, and those whose survey this server cannot
 * read, ask none.
 */
function findSurveyTarget(
  { publishTimes: openings, surveys }: Snapshot,
  target: SurveyTarget,
  now: Date,
) {
  const releaseId = target.release?.toLowerCase();
  if (!releaseId)
    throw invalidField(
      'survey_unknown',
      '/release',
      'The release is missing. Send the id of the release that the answer is about.',
    );
  if (!hasBeenPublished(openings, releaseId, now)) throw notFound('release');
  return { releaseId, survey: requireSurvey(surveys.get(releaseId), target.survey) };
}

function requireSurvey(found: Survey | undefined, surveyId: string): Survey {
  if (found?.id === surveyId.toLowerCase()) return found;
  throw invalidField(
    'survey_unknown',
    '/survey',
    'The release does not ask this survey. Send the survey from the feed.',
  );
}
