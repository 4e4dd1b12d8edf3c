/** What a token says of itself, believed or not. */
export interface TokenParts {
  /** The name of each part that is worth comparing, and its value as text. */
  [name: string]: string;
}

/** What is looked at when a token is refused. */
const shownClaims = ['sub', 'aud', 'exp', 'nbf'];
/** In seconds since 1970 (RFC 7519, 2). */
const timeClaims = ['exp', 'nbf'];

/**
 * Reads a token without checking it, so that whoever made it sees what is in it beside the reason why it
 * is refused. Undefined where there is nothing to be read.
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
