import type { ApiError } from '../errors/api-error.ts';

const prefix = '#enter=';
const storageKey = 'tidings-enter';

let pendingToken: string | undefined;

/**
 * Takes the token of a link such as `/admin/#enter=…` out of the address bar, at once: what stands
 * there is seen by whoever looks over a shoulder, and kept in the history of the browser. Until it is
 * used it stays with this tab, which shows it to nobody and forgets it when it is closed: a reload
 * must not lose it.
 */
export function takeEnterToken(): void {
  if (!location.hash.startsWith(prefix)) return;
  // Nothing in a token needs decoding, and a text that cannot be decoded would throw.
  pendingToken = location.hash.slice(prefix.length);
  storeToken(JSON.stringify([location.pathname, pendingToken]));
  history.replaceState(null, '', location.pathname + location.search);
}

/**
 * The token that somebody came to this page with, given once: from then on it is in the hands of the
 * page. Where the page has none yet, the one from before it was loaded anew.
 */
export function consumeEnterToken(currentToken: string | undefined): string | undefined {
  const token = pendingToken ?? (currentToken === undefined ? readStoredToken() : undefined);
  pendingToken = undefined;
  return token;
}

/** Forgets a token that was used or opens nothing, or whose page somebody left for another. */
export function forgetEnterToken(token: string | undefined): void {
  if (token !== undefined && token === readStoredToken(null)) storeToken(undefined);
}

/** After these the same link may still open. */
const transientCodes = ['offline', 'unreadable', 'unavailable', 'rate_limited'];

/** Forgets it where this refusal is the last word on it. */
export function forgetRejectedToken(token: string | undefined, { code }: ApiError): void {
  if (!transientCodes.includes(code)) forgetEnterToken(token);
}

/** Only where it was brought to, unless that is all the same: a new password is no invitation. */
function readStoredToken(from: string | null = location.pathname): string | undefined {
  try {
    const [path, token] = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as string[];
    return from === null || path === from ? token : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing throws; then a reload loses it, and the link still opens. */
function storeToken(value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, value);
  } catch {
    // It is in the hands of the page.
  }
}
