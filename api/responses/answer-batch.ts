import type { BatchRule } from '../db/batch.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { createBucketRegistry } from '../tallies/buckets.ts';
import { createUnhashedCheck } from '../visitors/unhashed-check.ts';
import type { Answer } from './answer.ts';
import { acceptAnswers, type Receipt } from './responses.ts';

/** An AppError in the form in which it is passed between threads. */
export interface AnswerError {
  code: ErrorCode;
  message: string;
}

/** Creates the rule that stores the answers of one transaction: see `acceptAnswers`. */
export function answerBatch(randomId: () => string): BatchRule<Answer, Receipt | AnswerError> {
  const buckets = createBucketRegistry();
  const mayBeUnhashed = createUnhashedCheck();
  return {
    name: 'answers',
    async run(trx, answers, context) {
      const outcomes = await acceptAnswers(trx, answers, {
        ...context,
        randomId,
        buckets,
        mayBeUnhashed,
      });
      return outcomes.map((outcome) =>
        outcome instanceof AppError ? toAnswerError(outcome) : outcome,
      );
    },
  };
}

function toAnswerError({ code, message }: AppError): AnswerError {
  return { code, message };
}
