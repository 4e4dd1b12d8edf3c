import type { FeedAnswer } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import { type AnswerDraft, choicesFor } from './reasons.ts';

/** The form as it stands for what somebody said before; empty where they said nothing. */
export function draftOf(answer: FeedAnswer | undefined): AnswerDraft {
  const { rating = null, answers, comment } = answer ?? {};
  return { rating, answers: { ...(answers as AnswerDraft['answers']) }, comment: comment ?? '' };
}

/** The newer of two editions of an answer, where both the server and this device know one. */
export function newest(
  one: FeedAnswer | undefined,
  other: FeedAnswer | undefined,
): FeedAnswer | undefined {
  return one && !(other && other.revision > one.revision) ? one : other;
}

/**
 * What is handed in. Reasons that were chosen beside another rating, and do not suit this one, stay
 * in the form in case the visitor goes back, and are left out here.
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
