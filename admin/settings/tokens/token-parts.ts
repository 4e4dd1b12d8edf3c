/** What a token contains, whether it is valid or not. */
export interface TokenParts {
  /** The value of each part that is worth comparing, as text, by its name. */
  [name: string]: string;
}

/** The claims that may explain why a token is refused. */
const shownClaims = ['sub', 'aud', 'exp', 'nbf'];
/** In seconds since 1970 (RFC 7519, 2). */
const timeClaims = ['exp', 'nbf'];

/**
 * Reads a token without verifying it, so that its author sees what is in it next to the reason why
 * it is refused. Returns undefined if it cannot be decoded.
 */
export function readTokenParts(token: string): TokenParts | undefined {
  const [head, claims] = token.trim().split('.').slice(0, 2).map(readPart);
  if (!head || !claims) return undefined;
  const parts: TokenParts = { alg: toText(head.alg) };
  for (const name of shownClaims) {
    if (name in claims || name !== 'nbf')
      parts[name] = toText(claims[name], timeClaims.includes(name));
  }
  return parts;
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const base64 = part.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function toText(value: unknown, isTime = false): string {
  if (value === undefined) return 'missing';
  if (isTime && typeof value === 'number' && Math.abs(value) < 1e12) {
    return `${value} (${new Date(value * 1000).toISOString()})`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
