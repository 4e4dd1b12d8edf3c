import { createProjectCache } from '../db/project-cache.ts';
import type { Deps } from '../deps.ts';
import { stampDue } from '../releases/publishing.ts';
import { listVisibleReleases, type VisibleReleases } from '../releases/visible.ts';

/** From when to before when time alone does not change what was made of a project. */
export interface Span {
  compiledAtMs: number;
  nextChangeAtMs: number;
}

/**
 * Gives what `compile` makes of a project: from memory while that holds, and made anew when the
 * project or the time has changed it.
 */
export function createCurrent<Value extends { span: Span }>(
  deps: Pick<Deps, 'notices' | 'clock'>,
  compile: (projectId: string) => Promise<Value>,
): (projectId: string) => Promise<Value> {
  const cache = createProjectCache(deps.notices, compile);
  const outdated = new WeakSet<Value>();

  return async (projectId) => {
    const found = await cache.get(projectId);
    if (holdsAt(found.span, deps.clock())) return found;
    // Only the first to see it drops it: the others wait for what is being compiled already.
    if (!outdated.has(found)) cache.drop(projectId);
    outdated.add(found);
    return cache.get(projectId);
  };
}

/**
 * What everybody may see at `now`, and for how long. What was shown once stays shown, wherever the
 * clock goes: so it is written down before it is.
 */
export async function readShown(
  deps: Deps,
  projectId: string,
  now: Date,
): Promise<{ visible: VisibleReleases; span: Span }> {
  const visible = await listVisibleReleases(deps.database.reader, projectId, now);
  if (visible.unstamped) {
    await stampDue(deps, now).catch((err) => deps.log.error({ err }, 'a release was not stamped'));
  }
  // While a release is held, nobody new is shown it.
  const releases = visible.releases.filter((release) => !release.held);
  return { visible: { ...visible, releases }, span: spanOf(visible, now) };
}

function spanOf({ nextChangeAt }: VisibleReleases, now: Date): Span {
  return {
    compiledAtMs: now.getTime(),
    nextChangeAtMs: nextChangeAt === null ? Number.POSITIVE_INFINITY : Date.parse(nextChangeAt),
  };
}

/** A clock that steps back is answered anew. */
function holdsAt({ compiledAtMs, nextChangeAtMs }: Span, now: Date): boolean {
  const ms = now.getTime();
  return compiledAtMs <= ms && ms < nextChangeAtMs;
}
