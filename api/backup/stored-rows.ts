/** The tables of a backup that contain its version, its secret and what the secret protects. */
export const protectedTables = [
  'instance_secret',
  'migration',
  'person_session',
  'project',
  'token_key',
] as const;

type ProtectedTable = (typeof protectedTables)[number];
export type StoredRow = Readonly<Record<string, unknown>>;

/** The rows of these tables. A table that is not in the backup has no rows. */
export type StoredRows = Readonly<Record<ProtectedTable, readonly StoredRow[]>>;

/** A column's value as text; empty if there is none. */
export function textOf(row: StoredRow, column: string): string {
  return String(row[column] ?? '');
}

/** The value of a row of `instance_secret`; undefined if there is no row of this name. */
export function findStoredSecret(rows: StoredRows, name: string): string | undefined {
  const row = rows.instance_secret.find((one) => one.name === name);
  return row && textOf(row, 'value');
}
