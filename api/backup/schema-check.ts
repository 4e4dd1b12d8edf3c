import { migrations } from '../../migrations/index.ts';

/**
 * Throws an Error if a file is not a Tidings database, or is from a newer version; `schema` is the
 * file's newest migration.
 */
export function checkSchema(file: string, schema: string): void {
  if (schema === '') throw new Error(`${file} is not a Tidings database.`);
  if (schema in migrations) return;
  throw new Error(
    `${file} is from a newer version of Tidings (it has ${schema}). Use that version or a later one.`,
  );
}
