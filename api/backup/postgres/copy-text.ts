import type { StoredRow } from '../stored-rows.ts';

const escapes: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Parses the rows in a script of pg_restore, by table. PostgreSQL's text format of `COPY` writes
 * every value as text and escapes tabs and line breaks in a value.
 */
export function parseCopies(script: string): Map<string, StoredRow[]> {
  const tables = new Map<string, StoredRow[]>();
  let columns: string[] | undefined;
  let rows: StoredRow[] = [];
  for (const line of script.split('\n')) {
    if (columns && line === '\\.') columns = undefined;
    else if (columns) rows.push(parseRow(line, columns));
    else {
      const [, table = '', list = ''] = /^COPY (.+) \((.+)\) FROM stdin;$/.exec(line) ?? [];
      if (table === '') continue;
      columns = list.split(', ').map(withoutQuotes);
      rows = [];
      tables.set(withoutQuotes(table.split('.').at(-1) ?? ''), rows);
    }
  }
  return tables;
}

function parseRow(line: string, columns: string[]): StoredRow {
  const values = line.split('\t');
  return Object.fromEntries(columns.map((name, at) => [name, parseValue(values[at] ?? '')]));
}

function parseValue(text: string): string | null {
  if (text === '\\N') return null;
  return text.replaceAll(/\\(.)/g, (_, escaped: string) => escapes[escaped] ?? escaped);
}

function withoutQuotes(name: string): string {
  return name.replaceAll('"', '');
}
