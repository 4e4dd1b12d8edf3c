import type { NamedAuditEntry } from '../../contract/audit.ts';

/** How long a pause may be within one sitting, in which a draft is saved at every pause of typing. */
const pauseMs = 5 * 60_000;

/** One entry, or several edits of one sitting that are read as one; newest first. */
export type Run = readonly [NamedAuditEntry, ...NamedAuditEntry[]];

/**
 * Folds the edits of a release that one actor saved within minutes of one another, where nothing else
 * was done to it between them, by what is seen of the log. Entries come newest first, and so do runs, each
 * at the place of its newest. The log keeps every single one: decision 0008.
 */
export function foldRuns(entries: readonly NamedAuditEntry[]): Run[] {
  const runs: [NamedAuditEntry, ...NamedAuditEntry[]][] = [];
  const latest = new Map<string, [NamedAuditEntry, ...NamedAuditEntry[]]>();
  for (const entry of entries) {
    const run = latest.get(entry.subject);
    if (run && belongs(run, entry)) {
      run.push(entry);
      continue;
    }
    const begun: [NamedAuditEntry] = [entry];
    runs.push(begun);
    latest.set(entry.subject, begun);
  }
  return runs;
}

/** What a run changed as a whole: each field as it was before the first, and as the last one left it. */
export function wholeOf(run: Run): { before: Fields; after: Fields } {
  const before = Object.assign({}, ...run.map((entry) => entry.before));
  const after = Object.assign({}, ...run.toReversed().map((entry) => entry.after));
  return { before, after };
}

type Fields = Readonly<Record<string, unknown>>;

function belongs(run: Run, older: NamedAuditEntry): boolean {
  const [newest] = run;
  const next = run.at(-1) ?? newest;
  return (
    newest.action === 'release.edit' &&
    older.action === newest.action &&
    older.actor === newest.actor &&
    Date.parse(next.at) - Date.parse(older.at) <= pauseMs &&
    leadsTo(older.after, wholeOf(run).before)
  );
}

/** Where only some of the log is seen, somebody else may have changed the same field in between. */
function leadsTo(after: unknown, before: Fields): boolean {
  const left = Object.entries((after ?? {}) as Fields);
  return left.every(([name, value]) => !(name in before) || isSame(value, before[name]));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
