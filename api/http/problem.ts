import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import type { Problem } from '../../contract/problem.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { isPublic, publicHeaders } from './cross-origin.ts';

/** What databases say when they cannot write now but may later (R3, R4, R20). */
const passing: Record<string, string> = {
  SQLITE_BUSY: 'The database is busy.',
  SQLITE_FULL: 'The disk is full.',
  SQLITE_IOERR_WRITE: 'The disk does not take writes.',
  '53100': 'The disk is full.',
  '53300': 'The database has no free connection.',
  '55P03': 'The database is busy.',
  '57P01': 'The database is restarting.',
  '57P02': 'The database is restarting.',
  '57P03': 'The database is starting.',
  ECONNREFUSED: 'The database does not answer.',
  ECONNRESET: 'The database does not answer.',
};

/** Turns whatever was thrown into RFC 9457 problem+json; what is not ours to tell goes to the log. */
export function answerProblem(error: unknown, c: Context, log: Logger): Response {
  const requestId: string | undefined = c.get('requestId');
  const refusal = asRefusal(error);
  if (refusal.status >= 500) log.error({ err: refusal.cause ?? error, requestId }, refusal.code);
  return c.body(
    JSON.stringify(problemOf(refusal, requestId)),
    refusal.status as ContentfulStatusCode,
    {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(isPublic(c.req.path) && publicHeaders),
      ...(refusal.retryAfterSeconds !== undefined && {
        'Retry-After': String(refusal.retryAfterSeconds),
      }),
      ...(refusal.status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    },
  );
}

/** The reply's body for a refusal. `title` is the code in words, the same for each of its kind. */
export function problemOf(refusal: AppError, requestId?: string): Problem {
  return {
    type: `urn:tidings:problem:${refusal.code}`,
    title: titleOf(refusal.code),
    status: refusal.status,
    detail: refusal.message,
    code: refusal.code,
    ...(requestId && { requestId }),
    ...(refusal.errors.length > 0 && { errors: refusal.errors }),
  };
}

/** Gives an AppError as it is, a passing fault of the database as 503, anything else as 500. */
export function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const why = typeof code === 'string' ? passing[code] : undefined;
  if (why) {
    return new AppError('unavailable', `${why} Nothing was changed; try again in a moment.`, {
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  return new AppError('internal', 'Something went wrong on our side. Nothing was changed.', {
    cause: error,
  });
}

function titleOf(code: ErrorCode): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
