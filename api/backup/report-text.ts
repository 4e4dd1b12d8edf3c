import type { Contents, CountedTable } from './contents.ts';

const nouns: Record<CountedTable, [one: string, many: string]> = {
  project: ['project', 'projects'],
  release: ['release', 'releases'],
  visitor: ['visitor', 'visitors'],
  response: ['response', 'responses'],
  person: ['person', 'people'],
  audit_entry: ['audit entry', 'audit entries'],
};

/** Describes the contents of a backup or a restored database, as lines of text. */
export function describeContents({ schema, rows, allRows, hash }: Contents): string[] {
  const counts = Object.entries(nouns).map(([table, [one, many]]) => {
    const count = rows[table as CountedTable];
    return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  });
  return [
    `  schema  ${schema}`,
    `  rows    ${counts.join(', ')}; ${allRows.toLocaleString('en')} in all tables`,
    `  hash    ${hash}  (SHA-256 of all rows)`,
  ];
}

/** Formats a size in MB. */
export function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return `${megabytes.toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}
