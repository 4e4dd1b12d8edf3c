import type { FeedAnswer } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import { type AnswerDraft, choicesFor } from './reasons.ts';

/** Returns the form's contents for an earlier answer; empty without one. */
export function draftOf(answer: FeedAnswer | undefined): AnswerDraft {
  const { rating = null, answers, comment } = answer ?? {};
  return { rating, answers: { ...(answers as AnswerDraft['answers']) }, comment: comment ?? '' };
}

/** Returns the newer of two editions of an answer: the server and this device may each have one. */
export function newest(
  one: FeedAnswer | undefined,
  other: FeedAnswer | undefined,
): FeedAnswer | undefined {
  return one && !(other && other.revision > one.revision) ? one : other;
}

/**
 * Returns what is submitted. Reasons that were chosen for another rating and do not suit this one
 * stay in the form in case the visitor goes back, and are left out here.
 */
export function contentOf({ rating, answers, comment }: AnswerDraft, survey: Survey) {
  const chosenAnswers = choicesFor(survey, rating)
    .map(({ id, choices }) => {
      const offeredIds = choices.map((choice) => choice.id);
      return [id, offeredIds.filter((choice) => answers[id]?.includes(choice))] as const;
    })
    .filter(([, chosen]) => chosen[0]);
  const content = {
    rating,
    answers: Object.fromEntries(chosenAnswers),
    comment: comment.trim() || null,
  };
  return { state: 'complete' as const, ...content };
}
