import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import words from '../../widget/locales/en.json';
import later from '../../widget/locales/en.later.json';
import { wordOf } from '../../widget/locales/words.ts';

/** Where an answer was given. */
export const surfaceWords: Record<Surface, string> = {
  panel: 'In the panel',
  prompt: 'When asked',
  inline: 'In the page',
  link: 'By a link',
  api: 'By a program',
};

/** What an answer is that is no complete one. */
export const stateWords: Partial<Record<ResponseState, string>> = {
  partial: 'unfinished',
  dismissed: 'dismissed',
  later: 'not now',
};

/** A rating as visitors read it: `Very good`. */
export function ratingWord(rating: number): string {
  return (words as Record<string, string>)[`rating.${rating}`] ?? '';
}

/** A reason as visitors read it; of a survey of one's own, its id made readable. */
export function reasonWord(choice: string): string {
  return wordOf({ ...words, ...later }, 'reason', choice);
}
