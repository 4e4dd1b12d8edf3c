import type { BatchRule } from '../db/batch.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { createBucketBook } from '../tallies/buckets.ts';
import { createUnhashedCheck } from '../visitors/unhashed-check.ts';
import type { Answer } from './answer.ts';
import { acceptAnswers, type Receipt } from './responses.ts';

/** An AppError as it crosses between threads. */
export interface Refusal {
  code: ErrorCode;
  message: string;
}

/** Takes the answers that share a transaction: see `acceptAnswers`. */
export function answerBatch(randomId: () => string): BatchRule<Answer, Receipt | Refusal> {
  const buckets = createBucketBook();
  const mayBeUnhashed = createUnhashedCheck();
  return {
    name: 'answers',
    async run(trx, answers, means) {
      const outcomes = await acceptAnswers(trx, answers, {
        ...means,
        randomId,
        buckets,
        mayBeUnhashed,
      });
      return outcomes.map((outcome) =>
        outcome instanceof AppError ? toRefusal(outcome) : outcome,
      );
    },
  };
}

function toRefusal({ code, message }: AppError): Refusal {
  return { code, message };
}
