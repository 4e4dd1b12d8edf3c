import type { ResponseRequest } from '../../contract/responses.ts';
import type { HostIdentity } from '../loader/visitor.ts';
import { subjectOf } from './subject.ts';

/** What is sent, but for what is only known then. */
export type AnswerPayload = Omit<ResponseRequest, 'project' | 'token' | 'sentAt'>;

/**
 * One edition of an answer on its way. Pages of earlier versions have left theirs on the device, so
 * this shape only ever grows.
 */
export interface WaitingAnswer {
  /** Its id and revision: each edition has a place of its own, which no other can take. */
  key: string;
  /** Whose token it needs. Undefined for an anonymous visitor's: their id stands in the letter. */
  sub: string | undefined;
  letter: AnswerPayload;
}

/** Where an edition is kept. */
export function editionKey(id: string, revision: number): string {
  return `${id}.${revision}`;
}

/**
 * By what the visitor is named now: their own id, or the page's token if it is of the same `sub`.
 * Undefined where it is not: an answer waits for its visitor, and is never sent as anyone else.
 */
export function credentialsFor(
  { sub, letter }: WaitingAnswer,
  { token }: HostIdentity,
): { token?: string } | undefined {
  if (letter.visitor) return {};
  return token && sub && subjectOf(token) === sub ? { token } : undefined;
}
