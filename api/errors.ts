/**
 * Every error code with its HTTP status. A rule throws an AppError with one of these codes and a
 * sentence that a person can act on; http/problem.ts turns it into RFC 9457 problem+json. Codes are
 * part of the public wire: they are never renamed, and a new one is added at the end of its status.
 */
const statusOf = {
  malformed_json: 400,
  body_incomplete: 400,
  unauthorized: 401,
  key_invalid: 401,
  token_invalid: 401,
  token_expired: 401,
  sign_in_failed: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  cross_origin_refused: 403,
  https_required: 403,
  not_found: 404,
  project_unknown: 404,
  method_not_allowed: 405,
  wrong_state: 409,
  version_taken: 409,
  slug_taken: 409,
  key_limit: 409,
  answer_differs: 409,
  revision_limit: 409,
  idempotency_key_reused: 409,
  last_owner: 409,
  invitation_used: 409,
  invitation_expired: 409,
  precondition_failed: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid_body: 422,
  invalid_query: 422,
  invalid_id: 422,
  markdown_too_large: 422,
  markdown_too_complex: 422,
  changelog_unreadable: 422,
  time_invalid: 422,
  rating_off_scale: 422,
  unknown_choice: 422,
  survey_unknown: 422,
  ticket_invalid: 422,
  ticket_expired: 422,
  invalid_header: 422,
  password_wrong: 422,
  password_common: 422,
  too_early: 425,
  ticket_unknown: 425,
  precondition_required: 428,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  overloaded: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;
export type ErrorStatus = (typeof statusOf)[ErrorCode];

/** One invalid field: an RFC 6901 pointer into the body, and what is wrong with the field. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** Optional details of an error besides its sentence. */
export interface ErrorDetails {
  errors?: FieldError[];
  /** Whole seconds to wait before trying again; sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** A reason besides the code, for programs: see `Problem`. */
  reason?: 'updated';
  /** Headers to add to the reply. */
  headers?: Record<string, string>;
  /** The underlying error: for the log, never for the reply. */
  cause?: unknown;
}

/** An error with a stable code. `message` is shown to people and never contains personal data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Record<string, string>;
  readonly reason: ErrorDetails['reason'];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = details.errors ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.headers = details.headers ?? {};
    this.reason = details.reason;
  }

  get status(): ErrorStatus {
    return statusOf[this.code];
  }
}

/** The error for a thing that does not exist, or that the caller may not know of. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `There is no such ${what} in this project.`);
}

/** The error for one invalid field: the code's sentence and the pointer to the field. */
export function invalidField(code: ErrorCode, pointer: string, detail: string): AppError {
  return new AppError(code, detail, { errors: [{ pointer, detail }] });
}
