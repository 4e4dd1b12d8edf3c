import type { Database } from '../../api/db/database.ts';

/** Every row of every table, as text, by table. */
export async function readAllRows({ reader }: Database): Promise<Record<string, string[]>> {
  const tables = await reader.introspection.getTables();
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const table = await reader
      .selectFrom(name as 'project')
      .selectAll()
      .execute();
    rows[name] = table.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

/** The tables that have rows of a project, sorted; whatever table names its project is looked at. */
export async function tablesWith({ reader }: Database, projectId: string): Promise<string[]> {
  const tables = await reader.introspection.getTables();
  const projectTables = tables.filter(({ columns }) =>
    columns.some(({ name }) => name === 'project_id'),
  );
  const tablesFound: string[] = [];
  for (const { name } of projectTables) {
    const query = reader.selectFrom(name as 'release').where('project_id', '=', projectId);
    if (await query.select('project_id').limit(1).executeTakeFirst()) tablesFound.push(name);
  }
  return tablesFound.sort();
}
