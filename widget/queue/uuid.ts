// A file of its own: it implements a standard, and is tested against it.

/**
 * Returns a UUID of version 7 (RFC 9562): the time in milliseconds, then random bits. Unlike
 * `crypto.randomUUID`, which returns version 4, it also works on pages without https.
 */
export function uuidV7(nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0').split('');
  const random = crypto.getRandomValues(new Uint8Array(36));
  const digit = (_: string, at: number) => time.shift() ?? (Number(random[at]) & 15).toString(16);
  return 'xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, digit);
}
