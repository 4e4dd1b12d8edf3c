let warned = false;

/** Logs a failure for the page's developer, once in total: the console is the host's. */
export function warnOnce(cause: unknown): void {
  if (!warned) console.warn('Tidings', cause);
  warned = true;
}
