import type { TokenCheck } from '../../contract/token-checks.ts';
import type { Db } from '../db/database.ts';
import type { Protection } from '../db/instance/protection.ts';
import { AppError } from '../errors.ts';
import { loadLiveTokenKeys } from './token-keys.ts';
import { createKeyRing, verifyToken } from './tokens.ts';

/** Returns the visitor that a token names, or why the public routes refuse it. Stores nothing. */
export async function checkToken(
  db: Db,
  protection: Protection,
  projectId: string,
  token: string,
  now: Date,
): Promise<TokenCheck> {
  const keys = createKeyRing(projectId, await loadLiveTokenKeys(db, protection, projectId));
  try {
    const verified = verifyToken(keys, projectId, token, now);
    const { subject: sub, account, traits, expiresAtMs } = verified;
    return { ok: true, sub, account, traits, expiresAt: new Date(expiresAtMs).toISOString() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, code: error.code, detail: error.message };
  }
}
