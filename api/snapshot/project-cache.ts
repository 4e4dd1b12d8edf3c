import type { ChangeNotices } from '../db/change-notices.ts';

/**
 * One value per project, read from the database on first use and again after the project changed. A
 * caller that comes after a change waits for the new value, so no one is shown a release that was
 * rolled back before their request.
 */
export interface ProjectCache<Value> {
  get(projectId: string): Promise<Value> | Value;
  /** Drops the project's value, so that it is read again. */
  drop(projectId: string): void;
}

interface CacheEntry<Value> {
  /** The value, once it is read. A change drops the whole entry. */
  ready?: { value: Value };
  making?: Promise<Value>;
}

/** `make` throws `not_found` for a project that does not exist. Errors are not kept. */
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
      // A change during the read has dropped this entry, so the next caller reads the value again.
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
