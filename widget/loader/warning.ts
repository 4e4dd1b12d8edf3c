let warned = false;

/** Tells the page's developer what fails, once in all: a guest does not fill the console. */
export function warnOnce(cause: unknown): void {
  if (!warned) console.warn('Tidings', cause);
  warned = true;
}
