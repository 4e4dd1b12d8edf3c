/** The values of a path's parameters, by name. */
export type Params = Readonly<Record<string, string>>;

/** An address within the dashboard. */
export interface Address {
  path: string;
  query: URLSearchParams;
}

/** The prefix of every address of the dashboard. */
const basePath = '/admin/';
const addressEvent = 'dashboard-address';
let leaveGuard: (() => Promise<boolean>) | undefined;

/**
 * Matches a path with a pattern such as `/admin/{project}/releases`. Returns the params, or
 * undefined if the path does not match. A trailing slash is ignored. Not `URLPattern`, which Safari
 * has only since version 26.
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

/** Goes to an address without reloading the page. `replace` adds no entry to the history. */
export function go(address: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  dispatchEvent(new Event(addressEvent));
}

/** Replaces the address of the current page, for example when a new release gets its id. */
export function replaceAddress(address: string): void {
  history.replaceState(null, '', address);
}

/**
 * Sets the guard that is called before a link is followed. If it returns false, the page stays. The
 * browser's back and forward buttons cannot be guarded.
 */
export function setLeaveGuard(guard: typeof leaveGuard): void {
  leaveGuard = guard;
}

/** Changes the query of the address, so that the view can be shared. Empty values are left out. */
export function goToQuery(values: Record<string, string>, options?: { replace?: boolean }): void {
  go(`${location.pathname}${queryOf(values)}`, options);
}

/** `?a=1&b=2`, without empty values; an empty string if no value is left. */
export function queryOf(values: Record<string, string | undefined>): string {
  const filled = Object.entries(values).filter(([, value]) => value);
  const query = new URLSearchParams(filled as [string, string][]);
  return query.size > 0 ? `?${query}` : '';
}

/**
 * Calls `onChange` after every change of address: by `go`, by back and forward, and by links.
 * Handles clicks on links to the dashboard that would open in this tab. Returns a function that
 * stops it.
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
 * The address to open after signing in, if it is a path below `/admin/` of our own origin. A link
 * that someone was sent can contain anything (`//evil.example`, `javascript:`).
 */
export function safeNext(next: string | null): string | undefined {
  if (!next?.startsWith(basePath) || !URL.canParse(next, location.origin)) return undefined;
  const { origin, pathname, search } = new URL(next, location.origin);
  return origin === location.origin && pathname.startsWith(basePath)
    ? pathname + search
    : undefined;
}

/** Looks through shadow roots: the event's target is only the outermost element. */
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
