const prefix = '#enter=';

let kept: string | undefined;

/**
 * Takes the token of a link such as `/admin/#enter=…` out of the address bar, at once: what stands
 * there is seen by whoever looks over a shoulder, and kept in the history of the browser.
 */
export function takeEnterToken(): void {
  if (!location.hash.startsWith(prefix)) return;
  // Nothing in a token needs decoding, and a text that cannot be decoded would throw.
  kept = location.hash.slice(prefix.length);
  history.replaceState(null, '', location.pathname + location.search);
}

/** The token that somebody came with, given once: from then on it is in the hands of the page. */
export function handOverEnterToken(): string | undefined {
  const token = kept;
  kept = undefined;
  return token;
}
