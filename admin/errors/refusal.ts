import type { Problem } from '../../contract/problem.ts';
import { faultWords } from './field-words.ts';

/** A no, from the server or on the way to it: what a page tells, and where in a form. */
export class Refusal extends Error {
  /** The server's, or `offline` where it was not reached and `unreadable` where it sent no problem. */
  readonly code: string;
  readonly errors: NonNullable<Problem['errors']>;
  /** `updated` if the session ended because Tidings was updated. */
  readonly reason: Problem['reason'];
  /** Not before then does trying again make sense. */
  readonly retryAt: Date | undefined;

  constructor(problem: Pick<Problem, 'code' | 'detail' | 'errors' | 'reason'>, retryAt?: Date) {
    super(inWords(problem));
    this.name = 'Refusal';
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.reason = problem.reason;
    this.retryAt = retryAt;
  }

  /** What is left of it once somebody has changed a field, named by the end of its pointer; or nothing. */
  without(field: string): Refusal | undefined {
    const left = this.errors.filter(({ pointer }) => !pointer.endsWith(`/${field}`));
    if (left.length === this.errors.length) return this;
    const [first] = left;
    return first && new Refusal({ code: this.code, detail: faultWords(first), errors: left });
  }

  /** What is wrong with one field, named by its RFC 6901 pointer such as `/email`. */
  at(pointer: string): string | undefined {
    return this.errors.find((one) => one.pointer === pointer)?.detail;
  }

  /** Whether anything is wrong with a field or in it. */
  isAbout(pointer: string): boolean {
    return this.errors.some(
      (one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`),
    );
  }
}

/** The pointer with which the sentence begins is for programs: people know the field by its label. */
function inWords({ detail, errors: [first] = [] }: Pick<Problem, 'detail' | 'errors'>): string {
  const isPointed = first && detail === `${first.pointer}: ${first.detail}`;
  return isPointed ? faultWords(first) : detail;
}

/** The refusal that a reply is. */
export async function refusalOf(reply: Response): Promise<Refusal> {
  const problem = await (reply.json() as Promise<Problem>).catch(() => undefined);
  const seconds = Number(reply.headers.get('retry-after') ?? Number.NaN);
  const retryAt = Number.isNaN(seconds) ? undefined : new Date(Date.now() + seconds * 1000);
  if (problem?.detail) return new Refusal(problem, retryAt);
  const detail = `The server answered with status ${reply.status} and no reason. Try again.`;
  return new Refusal({ code: 'unreadable', detail }, retryAt);
}

/** What it is when there was no reply at all. */
export function unreached(): Refusal {
  const detail = navigator.onLine
    ? 'The server cannot be reached. Try again in a moment.'
    : 'You are offline. Try again when you are connected.';
  return new Refusal({ code: 'offline', detail });
}
