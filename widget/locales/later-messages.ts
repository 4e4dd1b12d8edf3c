import later from './en.later.json';
import type { AllMessages, Messages } from './messages.ts';

/** Adds the English texts of the parts that are loaded later, for ids that `messages` lacks. */
export function withLaterMessages(messages: Messages): AllMessages {
  return { ...later, ...messages };
}
