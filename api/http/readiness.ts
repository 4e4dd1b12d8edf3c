/**
 * Sentences for the operator that `/readyz` adds to its reply, such as a job that is not finished or a
 * proxy that is not listed. They never make the node unready.
 */
export interface ReadinessDetails {
  /** Adds a sentence or replaces the one under this key; undefined removes it. */
  set(key: string, sentence: string | undefined): void;
  /** All sentences, in the order in which their keys were first set. */
  list(): string[];
}

/** A registry for one process, empty at first. */
export function createReadinessDetails(): ReadinessDetails {
  const sentences = new Map<string, string>();
  return {
    set(key, sentence) {
      if (sentence === undefined) sentences.delete(key);
      else sentences.set(key, sentence);
    },
    list: () => [...sentences.values()],
  };
}
