import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import type { Problem } from '../../contract/problem.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { isPublic, publicHeaders } from './reply-headers.ts';

/**
 * Prefixes of the error codes of databases and networks for temporary failures (R3, R4, R20).
 * PostgreSQL's codes are listed in appendix A of its manual.
 */
const transientErrors: [codes: RegExp, why: string][] = [
  [/^(SQLITE_BUSY|SQLITE_LOCKED|55P03|40001|40P01|57014)/, 'The database is busy.'],
  [/^(SQLITE_FULL|53100)/, 'The disk is full.'],
  [/^SQLITE_IOERR/, 'The disk cannot be read or written.'],
  [/^53/, 'The database has no free connection or memory.'],
  [/^(57P0[123]|25006)/, 'The database is restarting.'],
  [
    /^(08|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/,
    'The database is not responding.',
  ],
];

/** Messages of temporary failures of node-postgres itself, whose errors have no code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** The request that failed. */
interface FailedRequest {
  path: string;
  requestId: string | undefined;
}

/** Returns Hono's reply to a thrown error. */
export function problemResponse(error: unknown, c: Context, log: Logger): Response {
  const request = { path: c.req.path, requestId: c.get('requestId') };
  const { body, status, headers, mediaType } = composeProblem(error, request, log);
  const head = { ...headers, 'Content-Type': mediaType };
  return c.body(body, status as ContentfulStatusCode, head);
}

/** Turns any thrown value into RFC 9457 problem+json. Internal details are only logged. */
export function composeProblem(error: unknown, { path, requestId }: FailedRequest, log: Logger) {
  const appError = toAppError(error);
  logAppError(appError, log, requestId);
  const headers: Record<string, string> = {
    ...appError.headers,
    'Cache-Control': 'no-store',
    ...(isPublic(path) && publicHeaders),
    ...(appError.retryAfterSeconds !== undefined && {
      'Retry-After': String(appError.retryAfterSeconds),
    }),
    ...(appError.status === 401 && { 'WWW-Authenticate': 'Bearer' }),
  };
  const body = JSON.stringify(problemOf(appError, requestId));
  return { status: appError.status, headers, body, mediaType: 'application/problem+json' };
}

/** Logs a failure with its cause. A 5xx that we chose (a stop, a full queue) is only a warning. */
function logAppError(appError: AppError, log: Logger, requestId: string | undefined): void {
  if (appError.status < 500) return;
  if (appError.cause) log.error({ err: appError.cause, requestId }, appError.code);
  else log.warn({ requestId }, `${appError.code}: ${appError.message}`);
}

/** Returns the reply's body for an error. `title` is the code in words, the same for each code. */
export function problemOf(appError: AppError, requestId?: string): Problem {
  return {
    type: `urn:tidings:problem:${appError.code}`,
    title: titleOf(appError.code),
    status: appError.status,
    detail: appError.message,
    code: appError.code,
    ...(appError.reason && { reason: appError.reason }),
    ...(requestId && { requestId }),
    ...(appError.errors.length > 0 && { errors: appError.errors }),
  };
}

/** Returns an AppError unchanged, a temporary database failure as 503 and anything else as 500. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = transientReason(error);
  if (reason) {
    return new AppError('unavailable', `${reason} Nothing was changed. Try again in a moment.`, {
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  return new AppError('internal', 'Something went wrong on our side. Nothing was changed.', {
    cause: error,
  });
}

/** Returns a sentence about why a retry may succeed; undefined if that is not known. */
function transientReason(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return transientErrors.find(([codes]) => codes.test(code))?.[1];
  return lostConnection.test(String(message)) ? 'The database is not responding.' : undefined;
}

function titleOf(code: ErrorCode): string {
  const title = code.replaceAll('_', ' ').replace('json', 'JSON');
  return title.charAt(0).toUpperCase() + title.slice(1);
}
