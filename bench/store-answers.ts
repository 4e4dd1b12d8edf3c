import type { Db } from '../api/db/database.ts';
import { surveysByRelease } from '../api/releases/release-surveys.ts';
import { toAnswer } from '../api/responses/answer.ts';
import { acceptAnswers } from '../api/responses/responses.ts';
import { createBucketRegistry } from '../api/tallies/buckets.ts';
import type { VisitorIdentity } from '../api/visitors/identity.ts';
import { responseRequest } from '../contract/responses.ts';
import type { BenchProject } from './bench-project.ts';
import { newCopyableId } from './many-answers.ts';

/** The visitor and the release of an answer. */
export interface AnswerInput {
  identity: VisitorIdentity;
  releaseId: string;
}

const batch = 1000;

/** Stores answers by the same rules as the server, including tallies and exposures. */
export async function storeAnswers(
  trx: Db,
  benchProject: BenchProject,
  inputs: readonly AnswerInput[],
): Promise<void> {
  const { projectId, publicKey } = benchProject;
  const project = { id: projectId, talliedTraits: [] };
  const surveys = await surveysByRelease(trx, projectId);
  const keys = { pseudonym: 'bench pseudonym key', bucket: 'bench bucket key' };
  const context = { keys, randomId: newCopyableId, buckets: createBucketRegistry(), slot: 0 };
  const receivedAt = new Date();
  const answers = inputs.map(({ identity, releaseId }, n) => {
    const survey = surveys.get(releaseId);
    if (!survey) throw new Error('The release carries no survey.');
    const content = { state: 'complete', rating: 1 + (n % 5), answers: { reasons: ['other'] } };
    const environment = { version: `6.3.${n % 7}`, locale: n % 2 === 0 ? 'en-GB' : 'de-DE' };
    const now = receivedAt.toISOString();
    const times = { createdAt: now, sentAt: now };
    const target = { release: releaseId, survey: survey.id, surface: 'panel', ticket: '' };
    const request = {
      project: publicKey,
      id: newCopyableId(),
      revision: 1,
      ...content,
      ...environment,
      ...times,
      ...target,
    };
    const body = responseRequest.parse(request);
    return toAnswer(body, { project, identity, survey, releaseId, receivedAt });
  });
  for (let start = 0; start < answers.length; start += batch) {
    await acceptAnswers(trx, answers.slice(start, start + batch), context);
  }
}
