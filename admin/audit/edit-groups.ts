import type { NamedAuditEntry } from '../../contract/audit.ts';

/** How long a pause may be within one sitting, in which a draft is saved at every pause of typing. */
const pauseMs = 5 * 60_000;

/** One entry, or several edits of one sitting that are read as one; newest first. */
export type EditGroup = readonly [NamedAuditEntry, ...NamedAuditEntry[]];

/**
 * Folds the edits of a release that one actor saved within minutes of one another, where nothing else
 * was done to it between them, by what is seen of the log. Entries come newest first, and so do groups, each
 * at the place of its newest. The log keeps every single one: decision 0008.
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

/** What a group changed as a whole: each field as it was before the first, and as the last one left it. */
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

/** Where only some of the log is seen, somebody else may have changed the same field in between. */
function isConsistent(after: unknown, before: Fields): boolean {
  const left = Object.entries((after ?? {}) as Fields);
  return left.every(([name, value]) => !(name in before) || isSame(value, before[name]));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
