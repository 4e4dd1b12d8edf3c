import type { Deps } from '../deps.ts';
import { stampDue } from '../releases/publishing.ts';
import { createProjectCache } from './project-cache.ts';
import { compileSnapshot, isCurrentAt, type Snapshot, type Snapshots } from './snapshot.ts';
import { readSource, type SnapshotSource } from './source.ts';

/** The pause after a failed attempt to write down what is due. */
const retryMs = 1000;

/** A project that was read, and what it was compiled to last. */
interface CompiledProject {
  source: SnapshotSource;
  snapshot: Snapshot;
  /** Resolves to the snapshot with the releases that are being stamped. */
  stamping: Promise<Snapshot> | undefined;
  retryAtMs: number;
}

/**
 * Reads each project when it is first asked for and again after it changed. When only time has changed
 * it, it is compiled again from what was read, without a query. Releases that are due are stamped first, and the
 * project is read again: another node may have unscheduled them. If that fails, they are not shown yet.
 */
export function createSnapshots(deps: Omit<Deps, 'snapshots'>): Snapshots {
  const { clock, database, keys, log, notices } = deps;
  const projects = createProjectCache(notices, async (projectId): Promise<CompiledProject> => {
    const source = await readSource(database, keys.protection, projectId, log);
    const snapshot = compileSnapshot(source, clock());
    return { source, snapshot, stamping: undefined, retryAtMs: 0 };
  });

  function current(compiled: CompiledProject): Promise<Snapshot> | Snapshot {
    const now = clock();
    if (!isCurrentAt(compiled.snapshot, now))
      compiled.snapshot = compileSnapshot(compiled.source, now);
    if (!compiled.snapshot.hasDueReleases || now.getTime() < compiled.retryAtMs)
      return compiled.snapshot;
    compiled.stamping ??= stamp(compiled, now);
    return compiled.stamping;
  }

  /** What was shown once stays shown, wherever the clock goes: so it is written down before it is. */
  async function stamp(compiled: CompiledProject, now: Date): Promise<Snapshot> {
    const { id } = compiled.source.project;
    try {
      await stampDue(deps, now, id);
    } catch (err) {
      log.error({ err }, 'a release was not stamped');
      compiled.stamping = undefined;
      compiled.retryAtMs = now.getTime() + retryMs;
      return compiled.snapshot;
    }
    projects.drop(id);
    return (await projects.get(id)).snapshot;
  }

  return {
    get(projectId) {
      const compiled = projects.get(projectId);
      return compiled instanceof Promise ? compiled.then(current) : current(compiled);
    },
  };
}
