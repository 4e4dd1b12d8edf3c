import later from './en.later.json';
import type { LaterWords, Words } from './words.ts';

/** Adds English for the parts that come later, where the visitor's language has not spoken yet. */
export function withLater(words: Words): LaterWords {
  return { ...later, ...words };
}
