import later from './en.later.json';
import type { AllMessages, Messages } from './messages.ts';

/** Adds English for the parts that come later, where the visitor's language has not spoken yet. */
export function withLaterMessages(messages: Messages): AllMessages {
  return { ...later, ...messages };
}
