import type { Survey } from '../../contract/surveys.ts';

/** The form's contents, sent or not. `answers` has the ids of chosen choices by question id. */
export interface AnswerDraft {
  rating: number | null;
  answers: Record<string, string[]>;
  comment: string;
}

type ChoicesQuestion = Extract<Survey['questions'][number], { kind: 'choices' }>;

/** Returns the questions with choices, each with only the choices that suit this rating. */
export function choicesFor(survey: Survey, rating: number | null): ChoicesQuestion[] {
  return survey.questions
    .filter((question) => question.kind === 'choices')
    .map((question) => ({
      ...question,
      choices: question.choices.filter(({ ratings }) => !ratings || ratings.includes(rating ?? 0)),
    }))
    .filter(({ choices }) => choices[0]);
}

/** Returns the draft with a choice added, or removed if it was chosen. */
export function toggleChoice(draft: AnswerDraft, question: string, choice: string): AnswerDraft {
  const before = draft.answers[question] ?? [];
  const after = before.filter((one) => one !== choice);
  if (after.length === before.length) after.push(choice);
  return { ...draft, answers: { ...draft.answers, [question]: after } };
}
