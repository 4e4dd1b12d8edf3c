import type { Context } from 'hono';
import { AppError } from '../../errors.ts';

/**
 * The revision that `If-Match` names (RFC 9110, 13.1.1), or `*`: whatever it is now. A tag that is
 * none of ours gives -1, which no revision is. Throws `precondition_required` without the header, and
 * `invalid_header` for one without its quotation marks.
 */
export function expectedRevision(c: Context): number | '*' {
  const tag = tagOf(c);
  if (!tag) {
    throw new AppError(
      'precondition_required',
      'Send If-Match with the ETag that you read, or * to change it whatever it is now.',
    );
  }
  return revisionIn(tag);
}

/** The same where the header may be left out, which says as much as `*`. */
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

/** For things that never change, whose ETag is `"1"`. Throws `precondition_failed` too. */
export function expectUnchanged(c: Context): void {
  const expected = expectedRevision(c);
  if (expected === '*' || expected === 1) return;
  throw new AppError('precondition_failed', 'The If-Match header names another edition than "1".');
}
