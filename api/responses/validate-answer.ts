import { ratingScales } from '../../contract/survey-kinds.ts';
import type { Survey } from '../../contract/surveys.ts';
import { type AppError, refuse } from '../errors.ts';
import type { Content } from './content.ts';

type Question = Survey['questions'][number];
type Answer = Content['answers'][string];

/**
 * Refuses what the survey does not have: `rating_off_scale`, and `unknown_choice` for a question or a
 * choice. A choice offered beside another rating is taken: whoever changes the rating and keeps the
 * reason means both.
 */
export function checkFits(survey: Survey, { rating, answers }: Content): void {
  const { lowest, highest } = ratingScales[survey.kind];
  if (rating !== null && (rating < lowest || rating > highest)) {
    throw refuse('rating_off_scale', '/rating', `Ratings go from ${lowest} to ${highest}.`);
  }
  for (const [id, answer] of Object.entries(answers)) {
    const pointer = `/answers/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const question = survey.questions.find((each) => each.id === id);
    if (!question) throw unknown(pointer, 'The survey has no such question.');
    checkAnswer(question, answer, pointer);
  }
}

function checkAnswer(question: Question, answer: Answer, pointer: string): void {
  if (question.kind === 'text') {
    if (typeof answer !== 'string') throw unknown(pointer, 'This question is answered in words.');
    return;
  }
  const chosen = Array.isArray(answer) ? answer : [answer];
  chosen.forEach((id, i) => {
    if (question.choices.some((choice) => choice.id === id)) return;
    const place = Array.isArray(answer) ? `${pointer}/${i}` : pointer;
    throw unknown(place, 'The question has no such choice.');
  });
}

function unknown(pointer: string, detail: string): AppError {
  return refuse('unknown_choice', pointer, detail);
}
