import type { ApiError } from '../errors/api-error.ts';

const prefix = '#enter=';
const storageKey = 'tidings-enter';

let pendingToken: string | undefined;

/**
 * Takes the token of a link such as `/admin/#enter=…` out of the address bar at once: an address
 * can be read over a shoulder and stays in the browser's history. Until the token is used, the
 * tab's session storage holds it, out of sight and until the tab is closed: a reload must not lose
 * it.
 */
export function takeEnterToken(): void {
  if (!location.hash.startsWith(prefix)) return;
  // A token needs no decoding, and decoding malformed text would throw.
  pendingToken = location.hash.slice(prefix.length);
  storeToken(JSON.stringify([location.pathname, pendingToken]));
  history.replaceState(null, '', location.pathname + location.search);
}

/**
 * Returns the token of the link that led to this page, once: from then on the page holds the token.
 * If the page has none yet, returns the token from before a reload.
 */
export function consumeEnterToken(currentToken: string | undefined): string | undefined {
  const token = pendingToken ?? (currentToken === undefined ? readStoredToken() : undefined);
  pendingToken = undefined;
  return token;
}

/** Forgets a token that was used or opens nothing, or whose page was left. */
export function forgetEnterToken(token: string | undefined): void {
  if (token !== undefined && token === readStoredToken(null)) storeToken(undefined);
}

/** Errors after which the same link may still work. */
const transientCodes = ['offline', 'unreadable', 'unavailable', 'rate_limited'];

/** Forgets the token if the error is final. */
export function forgetRejectedToken(token: string | undefined, { code }: ApiError): void {
  if (!transientCodes.includes(code)) forgetEnterToken(token);
}

/**
 * Returns the stored token if its link led to the path `from`: a password link is no invitation.
 * Null for any path.
 */
function readStoredToken(from: string | null = location.pathname): string | undefined {
  try {
    const [path, token] = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as string[];
    return from === null || path === from ? token : undefined;
  } catch {
    return undefined;
  }
}

/** In a browser without storage, which throws, a reload loses the token; the link still works. */
function storeToken(value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, value);
  } catch {
    // The page still holds the token.
  }
}
