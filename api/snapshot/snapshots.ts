import type { Deps } from '../deps.ts';
import { stampDue } from '../releases/publishing.ts';
import { createProjectCache } from './project-cache.ts';
import { compileSnapshot, holdsAt, type Snapshot, type Snapshots } from './snapshot.ts';
import { readSource, type SnapshotSource } from './source.ts';

/** A project that was read, and what it was compiled to last. */
interface Compiled {
  source: SnapshotSource;
  snapshot: Snapshot;
  /** Resolves when everything in the snapshot has been written down. */
  stamping: Promise<void> | undefined;
}

/**
 * Reads each project when it is first asked for and again after it changed. When only time has changed
 * it, it is compiled anew from what was read: no query.
 */
export function createSnapshots(deps: Omit<Deps, 'snapshots'>): Snapshots {
  const { clock, database, keys, log, notices } = deps;
  const projects = createProjectCache(notices, async (projectId) =>
    compile(await readSource(database, keys.protection, projectId, log)),
  );

  function compile(source: SnapshotSource): Compiled {
    const now = clock();
    const snapshot = compileSnapshot(source, now);
    return { source, snapshot, stamping: snapshot.isUnstamped ? stamp(now) : undefined };
  }

  /** What was shown once stays shown, wherever the clock goes: so it is written down before it is. */
  async function stamp(now: Date): Promise<void> {
    await stampDue(deps, now).catch((err) => log.error({ err }, 'a release was not stamped'));
  }

  function current(compiled: Compiled): Promise<Snapshot> | Snapshot {
    if (!holdsAt(compiled.snapshot, clock())) Object.assign(compiled, compile(compiled.source));
    const { snapshot, stamping } = compiled;
    return stamping ? stamping.then(() => snapshot) : snapshot;
  }

  return {
    get(projectId) {
      const compiled = projects.get(projectId);
      return compiled instanceof Promise ? compiled.then(current) : current(compiled);
    },
  };
}
