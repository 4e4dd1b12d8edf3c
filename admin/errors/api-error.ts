import type { Problem } from '../../contract/problem.ts';
import { toFieldMessage } from './field-messages.ts';

/** An error of the server or of the connection: its message, and a message for each form field. */
export class ApiError extends Error {
  /** The server's code; `offline` if it was not reached, `unreadable` if it sent no problem. */
  readonly code: string;
  readonly errors: NonNullable<Problem['errors']>;
  /** `updated` if the session ended because Tidings was updated. */
  readonly reason: Problem['reason'];
  /** The earliest time at which it makes sense to try again. */
  readonly retryAt: Date | undefined;

  constructor(problem: Pick<Problem, 'code' | 'detail' | 'errors' | 'reason'>, retryAt?: Date) {
    super(toMessage(problem));
    this.name = 'ApiError';
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.reason = problem.reason;
    this.retryAt = retryAt;
  }

  /**
   * The error without the messages of one field, which is named by the end of its pointer.
   * Undefined if no message is left.
   */
  withoutField(field: string): ApiError | undefined {
    const remaining = this.errors.filter(({ pointer }) => !pointer.endsWith(`/${field}`));
    if (remaining.length === this.errors.length) return this;
    const [first] = remaining;
    return (
      first && new ApiError({ code: this.code, detail: toFieldMessage(first), errors: remaining })
    );
  }

  /** The message for one field, named by its RFC 6901 pointer such as `/email`. */
  messageAt(pointer: string): string | undefined {
    return this.errors.find((fieldError) => fieldError.pointer === pointer)?.detail;
  }

  /** Whether there is a message for a field or for a part of it. */
  isAbout(pointer: string): boolean {
    return this.errors.some(
      (fieldError) =>
        fieldError.pointer === pointer || fieldError.pointer.startsWith(`${pointer}/`),
    );
  }
}

/** Replaces the pointer at the start of a detail, which is for programs, with the field's label. */
function toMessage({ detail, errors: [first] = [] }: Pick<Problem, 'detail' | 'errors'>): string {
  const startsWithPointer = first && detail === `${first.pointer}: ${first.detail}`;
  return startsWithPointer ? toFieldMessage(first) : detail;
}

/** Reads the error in a reply. */
export async function readApiError(reply: Response): Promise<ApiError> {
  const problem = await (reply.json() as Promise<Problem>).catch(() => undefined);
  const seconds = Number(reply.headers.get('retry-after') ?? Number.NaN);
  const retryAt = Number.isNaN(seconds) ? undefined : new Date(Date.now() + seconds * 1000);
  if (problem?.detail) return new ApiError(problem, retryAt);
  const detail = `The server returned status ${reply.status} and no reason. Try again.`;
  return new ApiError({ code: 'unreadable', detail }, retryAt);
}

/** The error of a request that got no reply. */
export function unreachableError(): ApiError {
  const detail = navigator.onLine
    ? 'The server cannot be reached. Try again in a moment.'
    : 'You are offline. Try again when you are connected.';
  return new ApiError({ code: 'offline', detail });
}
