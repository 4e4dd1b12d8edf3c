import type { Context } from 'hono';
import { AppError } from '../../errors.ts';

/**
 * Returns the revision in `If-Match` (RFC 9110, 13.1.1), or `*` for any revision. Returns -1, which
 * matches no revision, for a tag that the server did not send. Throws `precondition_required`
 * without the header, and `invalid_header` for a tag without quotation marks.
 */
export function expectedRevision(c: Context): number | '*' {
  const tag = tagOf(c);
  if (!tag) {
    throw new AppError(
      'precondition_required',
      'If-Match is missing. Send the ETag that you read, or * to make the change in any case.',
    );
  }
  return revisionIn(tag);
}

/** `expectedRevision` for an optional header. A missing header means `*`. */
export function optionalRevision(c: Context): number | '*' {
  return revisionIn(tagOf(c) || '*');
}

function tagOf(c: Context): string | undefined {
  return c.req.header('if-match')?.trim();
}

function revisionIn(tag: string): number | '*' {
  if (tag === '*') return '*';
  if (!/^(W\/)?"/.test(tag)) {
    throw new AppError('invalid_header', 'If-Match must be a quoted ETag such as "1".');
  }
  return Number(/^"(\d{1,9})"$/.exec(tag)?.[1] ?? -1);
}

/**
 * Checks `If-Match` for objects that never change, whose ETag is `"1"`. Throws
 * `precondition_failed`, and what `expectedRevision` throws.
 */
export function expectUnchanged(c: Context): void {
  const expected = expectedRevision(c);
  if (expected === '*' || expected === 1) return;
  throw new AppError(
    'precondition_failed',
    'If-Match does not match the ETag "1". Read the object again.',
  );
}
