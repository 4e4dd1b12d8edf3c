import type { ChangeNotices } from '../db/change-notices.ts';

/**
 * One value per project, made from the database when it is first asked for and again after the
 * project changed. Whoever asks after a change waits for the new value: nobody is shown a release
 * that was rolled back before they asked.
 */
export interface ProjectCache<Value> {
  get(projectId: string): Promise<Value> | Value;
  /** Forgets the project, so that it is read again. */
  drop(projectId: string): void;
}

interface CacheEntry<Value> {
  /** The value, while nothing has changed since its making began. */
  ready?: { value: Value };
  making?: Promise<Value>;
}

/** `make` throws `not_found` for a project that is not there; nothing is kept then. */
export function createProjectCache<Value>(
  notices: ChangeNotices,
  make: (projectId: string) => Promise<Value>,
): ProjectCache<Value> {
  const entries = new Map<string, CacheEntry<Value>>();
  const drop = (projectId: string) => void entries.delete(projectId);
  notices.onChange(drop);

  async function fill(projectId: string, entry: CacheEntry<Value>): Promise<Value> {
    try {
      const value = await make(projectId);
      // A change meanwhile has dropped this entry: the next one to ask makes it anew.
      entry.ready = { value };
      return value;
    } catch (error) {
      if (entries.get(projectId) === entry) entries.delete(projectId);
      throw error;
    }
  }

  return {
    drop,
    get(projectId) {
      const known = entries.get(projectId);
      if (known?.ready) return known.ready.value;
      if (known?.making) return known.making;
      const entry: CacheEntry<Value> = {};
      entries.set(projectId, entry);
      entry.making = fill(projectId, entry);
      return entry.making;
    },
  };
}
