import { createBoundedMap } from '../../bounded-map.ts';
import type { Clock } from '../../deps.ts';
import { checkTime, type VerifiedToken, verifyToken } from '../../keys/tokens.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** The most tokens to cache, and the longest one: tens of megabytes in total. */
const maxTokens = 16_000;
const maxChars = 2000;

export type TokenReader = (snapshot: Snapshot, token: string) => VerifiedToken;

interface CachedToken {
  keyRing: string;
  verified: VerifiedToken;
}

/**
 * Verifies each token once, because checking a signature costs more than the whole feed. A result
 * is valid while the token's own times allow and the project's live keys are unchanged.
 */
export function createTokenReader(clock: Clock): TokenReader {
  const cache = createBoundedMap<CachedToken>(maxTokens);

  return ({ project, tokenKeys }, token) => {
    const now = clock();
    const known = cache.get(token);
    if (known?.keyRing === tokenKeys.id) {
      checkTime(known.verified, now);
      return known.verified;
    }
    const verified = verifyToken(tokenKeys, project.id, token, now);
    if (token.length <= maxChars) cache.set(token, { keyRing: tokenKeys.id, verified });
    return verified;
  };
}
