import type { Problem } from '../../contract/problem.ts';
import { toFieldMessage } from './field-messages.ts';

/** A no, from the server or on the way to it: what a page tells, and where in a form. */
export class ApiError extends Error {
  /** The server's, or `offline` where it was not reached and `unreadable` where it sent no problem. */
  readonly code: string;
  readonly errors: NonNullable<Problem['errors']>;
  /** `updated` if the session ended because Tidings was updated. */
  readonly reason: Problem['reason'];
  /** Not before then does trying again make sense. */
  readonly retryAt: Date | undefined;

  constructor(problem: Pick<Problem, 'code' | 'detail' | 'errors' | 'reason'>, retryAt?: Date) {
    super(toMessage(problem));
    this.name = 'ApiError';
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.reason = problem.reason;
    this.retryAt = retryAt;
  }

  /** What is left of it once somebody has changed a field, named by the end of its pointer; or nothing. */
  withoutField(field: string): ApiError | undefined {
    const remaining = this.errors.filter(({ pointer }) => !pointer.endsWith(`/${field}`));
    if (remaining.length === this.errors.length) return this;
    const [first] = remaining;
    return (
      first && new ApiError({ code: this.code, detail: toFieldMessage(first), errors: remaining })
    );
  }

  /** What is wrong with one field, named by its RFC 6901 pointer such as `/email`. */
  messageAt(pointer: string): string | undefined {
    return this.errors.find((fieldError) => fieldError.pointer === pointer)?.detail;
  }

  /** Whether anything is wrong with a field or in it. */
  isAbout(pointer: string): boolean {
    return this.errors.some(
      (fieldError) =>
        fieldError.pointer === pointer || fieldError.pointer.startsWith(`${pointer}/`),
    );
  }
}

/** The pointer with which the sentence begins is for programs: people know the field by its label. */
function toMessage({ detail, errors: [first] = [] }: Pick<Problem, 'detail' | 'errors'>): string {
  const startsWithPointer = first && detail === `${first.pointer}: ${first.detail}`;
  return startsWithPointer ? toFieldMessage(first) : detail;
}

/** The refusal that a reply is. */
export async function readApiError(reply: Response): Promise<ApiError> {
  const problem = await (reply.json() as Promise<Problem>).catch(() => undefined);
  const seconds = Number(reply.headers.get('retry-after') ?? Number.NaN);
  const retryAt = Number.isNaN(seconds) ? undefined : new Date(Date.now() + seconds * 1000);
  if (problem?.detail) return new ApiError(problem, retryAt);
  const detail = `The server answered with status ${reply.status} and no reason. Try again.`;
  return new ApiError({ code: 'unreadable', detail }, retryAt);
}

/** What it is when there was no reply at all. */
export function unreachableError(): ApiError {
  const detail = navigator.onLine
    ? 'The server cannot be reached. Try again in a moment.'
    : 'You are offline. Try again when you are connected.';
  return new ApiError({ code: 'offline', detail });
}
