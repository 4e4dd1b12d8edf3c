import type { CurrentVisitor } from '../loader/visitor.ts';
import type { AnswerDatabase } from './database.ts';
import type { WaitingAnswer } from './waiting-answer.ts';

/** Stores waiting answers. No call rejects: what one storage does not accept, the next one does. */
export interface AnswerStore {
  all(): Promise<WaitingAnswer[]>;
  put(answer: WaitingAnswer): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * Stores answers in IndexedDB, which two tabs may change at once, else with the visitor's other
 * values: in localStorage, else in memory. There, `waiting` is the list of answers, or `true` if
 * only the database has any, so that the loader knows.
 */
export function createAnswerStore(
  database: AnswerDatabase,
  visitor: Pick<CurrentVisitor, 'get' | 'set'>,
): AnswerStore {
  const listLocal = () => {
    const waiting = visitor.get<WaitingAnswer[] | true>('waiting');
    return Array.isArray(waiting) ? waiting : [];
  };
  const listLocalExcept = (key: string) => listLocal().filter((answer) => answer.key !== key);
  const saveLocal = (answers: WaitingAnswer[], isInDatabase: boolean) =>
    visitor.set('waiting', answers.length > 0 ? answers : isInDatabase || undefined);

  return {
    async all() {
      const stored = await database((answers) => answers.getAll()).catch(() => []);
      saveLocal(listLocal(), stored.length > 0);
      return [...stored, ...listLocal()];
    },
    put: (answer) =>
      database((answers) => answers.put(answer)).then(
        () => saveLocal(listLocal(), true),
        () => saveLocal([...listLocalExcept(answer.key), answer], true),
      ),
    async remove(key) {
      saveLocal(listLocalExcept(key), true);
      await database((answers) => answers.delete(key)).catch(() => {});
    },
  };
}
