/**
 * Sentences for the operator that `/readyz` adds to its reply, about an unfinished job or an
 * unlisted proxy for example. They never make the node unready.
 */
export interface ReadinessDetails {
  /** Adds a sentence or replaces the one with this key; undefined removes it. */
  set(key: string, sentence: string | undefined): void;
  /** Returns all sentences, in the order in which their keys were first set. */
  list(): string[];
}

/** Creates an empty registry for one process. */
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
