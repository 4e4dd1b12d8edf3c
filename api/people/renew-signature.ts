import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionCookie } from '../http/session-cookie.ts';

/** The cookies of a request, in a form that the sign-in library can read. */
export interface ReSignedCookies {
  cookies: string;
  /** The session cookie's new value if its signature was renewed; the browser should store it. */
  renewed: string | undefined;
}

/**
 * Renews the signature of a session's cookie if it was made with a previous key: the library knows
 * only the current one. The keys are the current one, then the previous ones.
 */
export function renewSignature(
  cookies: string,
  { name }: SessionCookie,
  [current, ...previous]: readonly [string, ...string[]],
): ReSignedCookies {
  let renewed: string | undefined;
  if (previous.length === 0) return { cookies, renewed };
  const parts = cookies.split(/; */).map((part) => {
    if (!part.startsWith(`${name}=`)) return part;
    renewed = renewValue(part.slice(name.length + 1), current, previous);
    return renewed === undefined ? part : `${name}=${renewed}`;
  });
  return { cookies: parts.join('; '), renewed };
}

/** Undefined if no previous key signed the value. */
function renewValue(
  value: string,
  current: string,
  previous: readonly string[],
): string | undefined {
  const [, token = '', signature = ''] = /^(.+)\.([^.]+)$/.exec(decodeValue(value)) ?? [];
  const isFormer = previous.some((key) => isEqual(signature, sign(token, key)));
  return isFormer ? encodeURIComponent(`${token}.${sign(token, current)}`) : undefined;
}

function decodeValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/** Signs as the library does (better-call, `signCookieValue`). */
function sign(token: string, key: string): string {
  return createHmac('sha256', key).update(token).digest('base64');
}

function isEqual(actual: string, expected: string): boolean {
  const [one, other] = [Buffer.from(actual), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
