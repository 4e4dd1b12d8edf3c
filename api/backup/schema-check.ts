import { migrations } from '../../migrations/index.ts';

/** Throws an Error if a file holds no Tidings, or a newer one; `schema` is its newest migration. */
export function checkSchema(file: string, schema: string): void {
  if (schema === '') throw new Error(`${file} is not a database of Tidings.`);
  if (schema in migrations) return;
  throw new Error(
    `${file} is from a newer Tidings (it has ${schema}). Use that version, or a newer one.`,
  );
}
