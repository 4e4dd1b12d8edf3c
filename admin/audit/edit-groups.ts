import type { NamedAuditEntry } from '../../contract/audit.ts';

/** The longest time between two edits of a group. A draft is saved at every pause in typing. */
const pauseMs = 5 * 60_000;

/** One entry, or several edits that are shown as one; newest first. */
export type EditGroup = readonly [NamedAuditEntry, ...NamedAuditEntry[]];

/**
 * Groups the edits of a release that one actor saved at most 5 minutes apart, if nothing else was
 * done to the release between them, as far as these entries show. Entries are newest first, and so
 * are groups, each at the position of its newest entry. The log keeps every entry: decision 0008.
 */
export function groupEdits(entries: readonly NamedAuditEntry[]): EditGroup[] {
  const groups: [NamedAuditEntry, ...NamedAuditEntry[]][] = [];
  const latest = new Map<string, [NamedAuditEntry, ...NamedAuditEntry[]]>();
  for (const entry of entries) {
    const group = latest.get(entry.subject);
    if (group && belongs(group, entry)) {
      group.push(entry);
      continue;
    }
    const newGroup: [NamedAuditEntry] = [entry];
    groups.push(newGroup);
    latest.set(entry.subject, newGroup);
  }
  return groups;
}

/** The change of a group as a whole: each field before its first edit and after its last one. */
export function combineGroup(group: EditGroup): { before: Fields; after: Fields } {
  const before = Object.assign({}, ...group.map((entry) => entry.before));
  const after = Object.assign({}, ...group.toReversed().map((entry) => entry.after));
  return { before, after };
}

type Fields = Readonly<Record<string, unknown>>;

function belongs(group: EditGroup, older: NamedAuditEntry): boolean {
  const [newest] = group;
  const next = group.at(-1) ?? newest;
  return (
    newest.action === 'release.edit' &&
    older.action === newest.action &&
    older.actor === newest.actor &&
    Date.parse(next.at) - Date.parse(older.at) <= pauseMs &&
    isConsistent(older.after, combineGroup(group).before)
  );
}

/** If the log is filtered, someone else may have changed the same field between two edits. */
function isConsistent(after: unknown, before: Fields): boolean {
  const left = Object.entries((after ?? {}) as Fields);
  return left.every(([name, value]) => !(name in before) || isSame(value, before[name]));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
