/** What stands in the braces of a path, by name. */
export type Params = Readonly<Record<string, string>>;

/** Where somebody is, within the dashboard. */
export interface Address {
  path: string;
  query: URLSearchParams;
}

/** All addresses of the dashboard begin so. */
const basePath = '/admin/';
const addressEvent = 'dashboard-address';
let leaveGuard: (() => Promise<boolean>) | undefined;

/**
 * Reads a path by a pattern such as `/admin/{project}/releases`: its params, or undefined where it is
 * another path. A last slash makes no difference. Ours, and not `URLPattern`, which Safari has only
 * since version 26.
 */
export function matchPath(pattern: string, path: string): Params | undefined {
  const [patternParts, pathParts] = [partsOf(pattern), partsOf(path)];
  if (patternParts.length !== pathParts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of patternParts.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = decode(pathParts[at] ?? '');
    if (name) params[name] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

/** The address that the browser shows. */
export function currentAddress(): Address {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** Goes to an address of the dashboard without loading the page anew; `replace` leaves no trace. */
export function go(address: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  dispatchEvent(new Event(addressEvent));
}

/** Gives the page that is shown another address, as when what it made has got a name. */
export function replaceAddress(address: string): void {
  history.replaceState(null, '', address);
}

/**
 * Says who is asked before a link leads elsewhere: with false, one stays. Nobody can be asked when the
 * browser goes back or forward.
 */
export function setLeaveGuard(guard: typeof leaveGuard): void {
  leaveGuard = guard;
}

/** Changes the query of the page, so that what it shows can be shared; empty values are left out. */
export function goToQuery(values: Record<string, string>, options?: { replace?: boolean }): void {
  go(`${location.pathname}${queryOf(values)}`, options);
}

/** `?a=1&b=2`, or nothing at all. */
export function queryOf(values: Record<string, string | undefined>): string {
  const filled = Object.entries(values).filter(([, value]) => value);
  const query = new URLSearchParams(filled as [string, string][]);
  return query.size > 0 ? `?${query}` : '';
}

/**
 * Tells of every change of address: by `go`, by back and forward, and by links, whose clicks are taken
 * where they lead into the dashboard and would open here. Gives what ends it.
 */
export function watchAddress(onChange: () => void): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  for (const name of [addressEvent, 'popstate', 'hashchange']) {
    addEventListener(name, onChange, { signal });
  }
  document.addEventListener('click', onClick, { signal });
  return () => watching.abort();
}

/**
 * Where a sign-in may lead on to: a path below `/admin/` of our own, whatever an address that somebody
 * was sent says (`//evil.example`, `javascript:`).
 */
export function safeNext(next: string | null): string | undefined {
  if (!next?.startsWith(basePath) || !URL.canParse(next, location.origin)) return undefined;
  const { origin, pathname, search } = new URL(next, location.origin);
  return origin === location.origin && pathname.startsWith(basePath)
    ? pathname + search
    : undefined;
}

/** Through shadow roots: the event itself knows only the outermost element. */
function onClick(event: MouseEvent): void {
  const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
  const isPlain =
    event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || link.target || link.download) return;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || !pathname.startsWith(basePath) || hash) return;
  event.preventDefault();
  void follow(pathname + search);
}

async function follow(address: string): Promise<void> {
  if (!leaveGuard || (await leaveGuard())) go(address);
}

function partsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
