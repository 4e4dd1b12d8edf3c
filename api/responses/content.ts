import { hash } from 'node:crypto';
import type { ResponseRequest } from '../../contract/responses.ts';

/** The fields that a replay must repeat exactly; its times and its ticket may differ. */
export type AnswerContent = Pick<ResponseRequest, 'state' | 'rating' | 'answers' | 'comment'>;

/** Returns a hash that does not depend on the order of the questions: SHA-256, base64url. */
export function hashAnswerContent({ state, rating, answers, comment }: AnswerContent): string {
  const sorted = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([state, rating, sorted, comment]);
  return hash('sha256', canonical, 'base64url');
}
