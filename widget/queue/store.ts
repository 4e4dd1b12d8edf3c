import type { Visitor } from '../loader/visitor.ts';
import type { Database } from './database.ts';
import type { WaitingAnswer } from './waiting-answer.ts';

/** Where answers wait. No call rejects: what one place does not take, the next one does. */
export interface Store {
  all(): Promise<WaitingAnswer[]>;
  put(answer: WaitingAnswer): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * IndexedDB, which two tabs may change at once, else where the visitor's other things are kept:
 * localStorage, else memory. There `waiting` tells the loader that there are answers, or is them.
 */
export function createStore(database: Database, visitor: Pick<Visitor, 'get' | 'set'>): Store {
  const kept = () => {
    const waiting = visitor.get<WaitingAnswer[] | true>('waiting');
    return Array.isArray(waiting) ? waiting : [];
  };
  const others = (key: string) => kept().filter((answer) => answer.key !== key);
  const keep = (answers: WaitingAnswer[], isAnyElsewhere: boolean) =>
    visitor.set('waiting', answers.length > 0 ? answers : isAnyElsewhere || undefined);

  return {
    async all() {
      const found = await database((answers) => answers.getAll()).catch(() => []);
      keep(kept(), found.length > 0);
      return [...found, ...kept()];
    },
    put: (answer) =>
      database((answers) => answers.put(answer)).then(
        () => keep(kept(), true),
        () => keep([...others(answer.key), answer], true),
      ),
    async remove(key) {
      keep(others(key), true);
      await database((answers) => answers.delete(key)).catch(() => {});
    },
  };
}
