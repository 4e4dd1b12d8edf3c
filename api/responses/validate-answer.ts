import { ratingScales } from '../../contract/survey-kinds.ts';
import type { Survey } from '../../contract/surveys.ts';
import { type AppError, invalidField } from '../errors.ts';
import type { AnswerContent } from './content.ts';

type Question = Survey['questions'][number];
type AnswerValue = AnswerContent['answers'][string];

/**
 * Throws `rating_off_scale`, and `unknown_choice` for a question or choice that the survey does not
 * have. Accepts a choice that is offered with another rating: a visitor who changes the rating and
 * keeps the reason means both.
 */
export function validateAnswer(survey: Survey, { rating, answers }: AnswerContent): void {
  const { lowest, highest } = ratingScales[survey.kind];
  if (rating !== null && (rating < lowest || rating > highest)) {
    throw invalidField(
      'rating_off_scale',
      '/rating',
      `The rating must be from ${lowest} to ${highest}.`,
    );
  }
  for (const [id, answer] of Object.entries(answers)) {
    const pointer = `/answers/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const question = survey.questions.find((each) => each.id === id);
    if (!question) throw unknownChoiceError(pointer, 'The survey has no question with this id.');
    validateQuestionAnswer(question, answer, pointer);
  }
}

function validateQuestionAnswer(question: Question, answer: AnswerValue, pointer: string): void {
  if (question.kind === 'text') {
    if (typeof answer !== 'string')
      throw unknownChoiceError(pointer, 'The answer to this question must be text.');
    return;
  }
  const chosen = Array.isArray(answer) ? answer : [answer];
  chosen.forEach((id, i) => {
    if (question.choices.some((choice) => choice.id === id)) return;
    const choicePointer = Array.isArray(answer) ? `${pointer}/${i}` : pointer;
    throw unknownChoiceError(choicePointer, 'The question has no choice with this id.');
  });
}

function unknownChoiceError(pointer: string, detail: string): AppError {
  return invalidField('unknown_choice', pointer, detail);
}
