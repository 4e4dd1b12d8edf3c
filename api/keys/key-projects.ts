import type { ApiKeyCreated } from '../../contract/keys.ts';
import { idIn } from '../audit/names.ts';
import type { Change } from '../change/change.ts';
import { lockKeys } from '../db/dialect.ts';
import { AppError } from '../errors.ts';
import { expectMayGrant } from '../members/authority.ts';
import { createApiKey } from './api-keys.ts';
import { insertKeyProject, listProjectTimes } from './grant-queries.ts';

/** The projects that a key and the keys created with it may create in 24 hours. */
const projectsPerDay = 20;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Checks that a key may create one more project, in a change to the key's own project. Returns the
 * id of the first key in its chain of creators. The limit is per first key, because a key could
 * otherwise get around it by creating keys. Throws `forbidden` if the key may no longer grant, and
 * `rate_limited` after 20 projects in 24 hours.
 */
export async function expectMayCreateProject(change: Change): Promise<string> {
  const { trx, now } = change;
  const { rootKeyId = '' } = await expectMayGrant(change);
  // The keys of one chain may be in several projects, so locking one project's row is not enough.
  await lockKeys(trx, [`projects of ${rootKeyId}`]);
  const since = new Date(now.getTime() - dayMs).toISOString();
  const times = await listProjectTimes(trx, rootKeyId, { since, count: projectsPerDay });
  if (times.length < projectsPerDay) return rootKeyId;
  const freeAtMs = Date.parse(times.at(-1) ?? since) + dayMs;
  const retryAfterSeconds = Math.max(1, Math.ceil((freeAtMs - now.getTime()) / 1000));
  throw new AppError(
    'rate_limited',
    `A key can create ${projectsPerDay} projects a day. Try again later, or ask an owner to create the project.`,
    { retryAfterSeconds },
  );
}

/**
 * Records that a key created the project of the change, and creates a key of scope `admin` with
 * which the program can work in the project. The new key is withdrawn with the key that created the
 * project. `keyProjectId` is the creating key's project, and `rootKeyId` comes from
 * `expectMayCreateProject`.
 */
export async function createKeyForCreator(
  change: Change,
  creator: { keyProjectId: string; rootKeyId: string },
): Promise<ApiKeyCreated> {
  const { trx, projectId, actor, now } = change;
  const keyProject = { projectId, ...creator, keyId: idIn(actor, 'key') ?? '' };
  await insertKeyProject(trx, keyProject, now.toISOString());
  const name = 'Created with the project';
  return createApiKey(change, { name, scope: 'admin', expiresAt: null });
}
