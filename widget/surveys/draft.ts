import type { Mine } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import { choicesFor, type Draft } from './reasons.ts';

/** The form as it stands for what somebody said before; empty where they said nothing. */
export function draftOf(said: Mine | undefined): Draft {
  const { rating = null, answers, comment } = said ?? {};
  return { rating, answers: { ...(answers as Draft['answers']) }, comment: comment ?? '' };
}

/** The newer of two editions of an answer, where both the server and this device know one. */
export function newest(one: Mine | undefined, other: Mine | undefined): Mine | undefined {
  return one && !(other && other.revision > one.revision) ? one : other;
}

/**
 * What is handed in. Reasons that were chosen beside another rating, and do not suit this one, stay
 * in the form in case the visitor goes back, and are left out here.
 */
export function contentOf({ rating, answers, comment }: Draft, survey: Survey) {
  const given = choicesFor(survey, rating)
    .map(({ id, choices }) => {
      const offered = choices.map((choice) => choice.id);
      return [id, offered.filter((choice) => answers[id]?.includes(choice))] as const;
    })
    .filter(([, chosen]) => chosen[0]);
  const said = { rating, answers: Object.fromEntries(given), comment: comment.trim() || null };
  return { state: 'complete' as const, ...said };
}
