import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import messages from '../../widget/locales/en.json';
import laterMessages from '../../widget/locales/en.later.json';
import { labelOf } from '../../widget/locales/messages.ts';

/** The label of each channel. */
export const channelLabels: Record<Surface, string> = {
  panel: 'In the panel',
  prompt: 'When asked',
  inline: 'In the page',
  link: 'By a link',
  api: 'By a program',
};

/** The labels of answers that are not complete. */
export const responseStateLabels: Partial<Record<ResponseState, string>> = {
  partial: 'unfinished',
  dismissed: 'dismissed',
  later: 'not now',
};

/** A rating as visitors read it: `Very good`. */
export function ratingLabel(rating: number): string {
  return (messages as Record<string, string>)[`rating.${rating}`] ?? '';
}

/** A reason as visitors read it. For a choice of a custom survey, its id in readable form. */
export function reasonLabel(choice: string): string {
  return labelOf({ ...messages, ...laterMessages }, 'reason', choice);
}
