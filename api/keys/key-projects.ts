import type { ApiKeyCreated } from '../../contract/keys.ts';
import { idIn } from '../audit/names.ts';
import type { Db } from '../db/database.ts';
import { lockKeys } from '../db/dialect.ts';
import { AppError } from '../errors.ts';
import { expectMayGrant } from '../members/authority.ts';
import { createApiKey } from './api-keys.ts';
import { insertKeyProject, listProjectTimes } from './grant-queries.ts';

/** How many projects a key may create in 24 hours, together with the keys created with it. */
const projectsPerDay = 20;
const dayMs = 24 * 60 * 60 * 1000;

interface CreatingKey {
  /** The project that the key opens. */
  keyProjectId: string;
  /** `key:ID`. */
  actor: string;
}

/**
 * Lets a key create one more project, and returns the id of the first key in its chain of creators,
 * which the limit is counted by: otherwise a key could create keys to get around it. Throws
 * `forbidden` if the key may no longer grant, and `rate_limited` after 20 projects in 24 hours.
 */
export async function allowProject(
  trx: Db,
  { keyProjectId, actor }: CreatingKey,
  now: Date,
): Promise<string> {
  const { rootKeyId = '' } = await expectMayGrant(trx, { projectId: keyProjectId, actor }, now);
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
 * Records that a key created a project, and creates a key of scope `admin` for the new project, so
 * that the program can work in it. It is withdrawn with the key that created the project.
 */
export async function openToCreator(
  trx: Db,
  { keyProjectId, actor, rootKeyId, ...key }: CreatingKey & NewKey,
  now: Date,
): Promise<ApiKeyCreated> {
  const { projectId, id } = key;
  const created = { projectId, keyProjectId, keyId: idIn(actor, 'key') ?? '', rootKeyId };
  await insertKeyProject(trx, created, now.toISOString());
  const name = 'Created with the project';
  const input = { projectId, id, actor, name, scope: 'admin', expiresAt: null } as const;
  return createApiKey(trx, input, now);
}

interface NewKey {
  /** The new project. */
  projectId: string;
  /** The id of its key. */
  id: string;
  /** As `allowProject` returns it. */
  rootKeyId: string;
}
