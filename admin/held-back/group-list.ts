import type { HeldGroup } from '../../contract/held-groups.ts';
import { type Answer, ask, type List } from '../client.ts';

/** The groups that are shown, newest first. */
export interface ShownGroups {
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
): Promise<ShownGroups> {
  const groups: HeldGroup[] = [];
  let next: string | undefined = path;
  while (next && groups.length < count) {
    const page: Answer<List<HeldGroup>> = await ask(next, signal && { signal });
    groups.push(...page.value.data);
    next = page.next;
  }
  return { groups, next, hasNew: false };
}

/** Updates groups in their place. Newer groups are only noted, so that nothing moves that is being read. */
export function renewGroups(shown: ShownGroups, latest: ShownGroups): ShownGroups {
  const [first] = shown.groups;
  if (!first) return latest;
  const found = new Map(latest.groups.map((group) => [group.id, group]));
  const groups = shown.groups.map((group) => found.get(group.id) ?? group);
  return { ...shown, groups, hasNew: latest.groups[0]?.id !== first.id };
}

/** Puts one group's new state in the place of its former one. */
export function replaceGroup(shown: ShownGroups, changed: HeldGroup): ShownGroups {
  const groups = shown.groups.map((group) => (group.id === changed.id ? changed : group));
  return { ...shown, groups };
}
