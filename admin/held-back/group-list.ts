import type { HeldGroup } from '../../contract/held-groups.ts';
import { type ApiResponse, callApi, type List } from '../client.ts';

/** The groups that are shown, newest first. */
export interface LoadedGroups {
  groups: HeldGroup[];
  /** The address of the next page, if there is one. */
  next: string | undefined;
  /** Whether the server has newer groups that are not shown yet. */
  hasNew: boolean;
}

/** Reads pages from this address on until there are at least `count` groups, or no more. */
export async function readGroups(
  path: string,
  count: number,
  signal?: AbortSignal,
): Promise<LoadedGroups> {
  const groups: HeldGroup[] = [];
  let next: string | undefined = path;
  while (next && groups.length < count) {
    const page: ApiResponse<List<HeldGroup>> = await callApi(next, signal && { signal });
    groups.push(...page.value.data);
    next = page.next;
  }
  return { groups, next, hasNew: false };
}

/** Updates groups in place. Newer groups are only flagged, so that the list does not move. */
export function refreshGroups(loaded: LoadedGroups, latest: LoadedGroups): LoadedGroups {
  const [first] = loaded.groups;
  if (!first) return latest;
  const latestById = new Map(latest.groups.map((group) => [group.id, group]));
  const groups = loaded.groups.map((group) => latestById.get(group.id) ?? group);
  return { ...loaded, groups, hasNew: latest.groups[0]?.id !== first.id };
}

/** Replaces one group with its new state. */
export function replaceGroup(loaded: LoadedGroups, updated: HeldGroup): LoadedGroups {
  const groups = loaded.groups.map((group) => (group.id === updated.id ? updated : group));
  return { ...loaded, groups };
}
