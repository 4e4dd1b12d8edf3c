import type { ResponseRequest } from '../../contract/responses.ts';
import type { HostIdentity } from '../loader/visitor.ts';
import { subjectOf } from './subject.ts';

/** The request, without the fields that are only known when it is sent. */
export type AnswerPayload = Omit<ResponseRequest, 'project' | 'token' | 'sentAt'>;

/**
 * One edition of an answer that waits to be sent. Devices hold answers stored by earlier versions,
 * so this shape only ever grows.
 */
export interface WaitingAnswer {
  /** The id and revision of the answer, so that no edition overwrites another. */
  key: string;
  /** The `sub` of the token to send it with; undefined if `letter` has an anonymous `visitor`. */
  sub: string | undefined;
  letter: AnswerPayload;
}

/** Returns the `key` of an edition. */
export function editionKey(id: string, revision: number): string {
  return `${id}.${revision}`;
}

/**
 * Returns the credentials to add on sending: none to an anonymous visitor's answer, or the page's
 * token if it has the same `sub`. Undefined otherwise: an answer waits for its visitor, and is
 * never sent as anyone else.
 */
export function credentialsFor(
  { sub, letter }: WaitingAnswer,
  { token }: HostIdentity,
): { token?: string } | undefined {
  if (letter.visitor) return {};
  return token && sub && subjectOf(token) === sub ? { token } : undefined;
}
