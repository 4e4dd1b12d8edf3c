import type { Db } from '../api/db/database.ts';
import { surveysByRelease } from '../api/releases/carried-surveys.ts';
import { toAnswer } from '../api/responses/answer.ts';
import { acceptAnswers } from '../api/responses/responses.ts';
import { createBucketBook } from '../api/tallies/buckets.ts';
import type { Identity } from '../api/visitors/identity.ts';
import { responseRequest } from '../contract/responses.ts';
import { tagged } from './many-answers.ts';
import type { World } from './world.ts';

/** Who answers which release. */
export interface Given {
  identity: Identity;
  releaseId: string;
}

const batch = 1000;

/** Stores answers by the rules by which the server does, tallies and exposures included. */
export async function giveAnswers(trx: Db, world: World, given: readonly Given[]): Promise<void> {
  const { projectId, publicKey } = world;
  const project = { id: projectId, talliedTraits: [] };
  const surveys = await surveysByRelease(trx, projectId);
  const keys = { pseudonym: 'of the bench', bucket: 'of the bench, too' };
  const means = { keys, randomId: tagged, buckets: createBucketBook(), slot: 0 };
  const receivedAt = new Date();
  const answers = given.map(({ identity, releaseId }, n) => {
    const survey = surveys.get(releaseId);
    if (!survey) throw new Error('The release carries no survey.');
    const said = { state: 'complete', rating: 1 + (n % 5), answers: { reasons: ['other'] } };
    const facts = { version: `6.3.${n % 7}`, locale: n % 2 === 0 ? 'en-GB' : 'de-DE' };
    const now = receivedAt.toISOString();
    const times = { createdAt: now, sentAt: now };
    const place = { release: releaseId, survey: survey.id, surface: 'panel', ticket: '' };
    const sent = {
      project: publicKey,
      id: tagged(),
      revision: 1,
      ...said,
      ...facts,
      ...times,
      ...place,
    };
    const body = responseRequest.parse(sent);
    return toAnswer(body, { project, identity, survey, releaseId, receivedAt });
  });
  for (let start = 0; start < answers.length; start += batch) {
    await acceptAnswers(trx, answers.slice(start, start + batch), means);
  }
}
