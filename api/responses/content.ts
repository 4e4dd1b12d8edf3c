import { hash } from 'node:crypto';
import type { ResponseRequest } from '../../contract/responses.ts';

/** What makes an answer what it is: a replay has the same, whenever and with whatever ticket. */
export type AnswerContent = Pick<ResponseRequest, 'state' | 'rating' | 'answers' | 'comment'>;

/** The same for the same content, in whatever order its questions were written. SHA-256, base64url. */
export function hashAnswerContent({ state, rating, answers, comment }: AnswerContent): string {
  const sorted = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([state, rating, sorted, comment]);
  return hash('sha256', canonical, 'base64url');
}
