import type { Deps } from '../deps.ts';
import { stampDue } from '../releases/publishing.ts';
import { createProjectCache } from './project-cache.ts';
import { compileSnapshot, isCurrentAt, type Snapshot, type Snapshots } from './snapshot.ts';
import { readSource, type SnapshotSource } from './source.ts';

/** The pause after a failed attempt to stamp due releases. */
const retryMs = 1000;

/** A project's source, and the last snapshot compiled from it. */
interface CompiledProject {
  source: SnapshotSource;
  snapshot: Snapshot;
  /** Set while due releases are being stamped; resolves to the snapshot with them. */
  stamping: Promise<Snapshot> | undefined;
  retryAtMs: number;
}

/**
 * Reads each project on first use and again after it changed. If only time has passed, compiles the
 * snapshot again from the source, without a query. Due releases are stamped first, and the project
 * is read again, because another node may have unscheduled them. If that fails, they are not shown
 * yet.
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

  /** Stamps releases before they are shown, so that they stay visible if the clock steps back. */
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
