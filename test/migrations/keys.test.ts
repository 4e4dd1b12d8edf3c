import { expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { type Key, readCatalogue, toLine } from './catalogue.ts';

/** Tables that belong to no project; PostgreSQL can be sharded with these as reference tables. */
const globalTables = [
  'instance_address',
  'instance_secret',
  'invitation',
  'job',
  'migration',
  'migration_lock',
  'network_key',
  'person',
  'person_login',
  'person_session',
  'person_verification',
  'project',
  'project_domain',
  'rate_limit',
];

/** The keys that hold from the first migration on; a new table adds its lines. */
const finalKeys = [
  'api_key primary project_id id',
  'api_key unique project_id hash',
  'audit_entry primary project_id seq',
  'exposure primary project_id visitor_id release_id kind',
  'exposure_tally primary project_id release_id kind day dimension value slot',
  'held_group primary project_id id',
  'idempotency_key primary project_id key',
  'instance_address primary name',
  'instance_secret primary name',
  'invitation primary id',
  'invitation unique token_hash',
  'job primary name',
  'key_project primary project_id',
  'member primary project_id person_id',
  'network_count primary project_id hour network',
  'network_key primary day',
  'network_rater primary project_id hour network visitor_id',
  'note primary project_id release_id id',
  'outbox primary project_id id',
  'person primary id',
  'person unique email',
  'person_login primary id',
  'person_session primary id',
  'person_session unique token',
  'person_verification primary id',
  'project primary id',
  'project unique public_key',
  'project unique slug',
  'release primary project_id id',
  'release unique project_id version',
  'release_revision primary project_id release_id n',
  'response primary project_id id',
  'response unique project_id survey_id release_id visitor_id',
  'response_revision primary project_id response_id n',
  'response_revision unique project_id client_id client_revision',
  'sighting primary project_id origin',
  'survey primary project_id id',
  'survey_version primary project_id survey_id n',
  'tally primary project_id release_id survey_id survey_version day dimension value surface standing in_window rating slot',
  'tally_total primary project_id release_id survey_id survey_version dimension value surface standing in_window rating slot',
  'token_key primary project_id id',
  'visitor primary project_id id',
  'visitor unique project_id subject',
  'visitor_alias primary project_id anonymous_id',
];

/** Other words for what our vocabulary names already (docs/vocabulary.md keeps one word per thing). */
const foreignWords = [
  'admin',
  'attribute',
  'company',
  'customer',
  'impression',
  'poll',
  'post',
  'segment',
  'site',
  'submission',
  'user',
  'workspace',
];

onEachDatabase('the schema', ({ dialect, open }) => {
  test('has exactly the keys that are final', async () => {
    const { keys } = await readCatalogue(await open());
    const ours = keys.filter(({ kind, table }) => kind !== 'foreign' && !isMigrator(table));
    expect(ours.map(toLine).sort()).toEqual(finalKeys);
  });

  test('gives every table a primary key', async () => {
    const { columns, keys } = await readCatalogue(await open());
    const keyed = keys.filter((key) => key.kind === 'primary').map((key) => key.table);
    const tables = new Set(columns.map((column) => column.table));
    expect([...tables].filter((table) => !keyed.includes(table))).toEqual([]);
  });

  test('begins every key of a tenant table with project_id', async () => {
    const { keys } = await readCatalogue(await open());
    const tenants = keys.filter((key) => !globalTables.includes(key.table));
    expect(tenants.filter((key) => key.kind === 'foreign').length).toBeGreaterThan(10);
    expect(tenants.filter((key) => !beginsWithProject(key)).map(toLine)).toEqual([]);
  });

  test('keeps a foreign key of a tenant table inside its project', async () => {
    const { keys } = await readCatalogue(await open());
    const targets = keys.map((key) => key.target).filter((target) => target !== undefined);
    const strays = targets.filter(({ table, columns }) =>
      globalTables.includes(table) ? columns[0] !== 'id' : columns[0] !== 'project_id',
    );
    expect(strays).toEqual([]);
  });

  test('leaves only the known global tables outside projects', async () => {
    const { columns } = await readCatalogue(await open());
    const tables = new Set(columns.map((column) => column.table));
    const inProjects = columns.filter(({ column }) => column === 'project_id');
    const outside = [...tables].filter((table) => !inProjects.some((c) => c.table === table));
    expect(outside.filter((table) => !globalTables.includes(table))).toEqual([]);
  });

  test('lets no answer to the same survey and release be doubled by an absent value', async () => {
    const database = await open();
    const columns = ['project_id', 'survey_id', 'release_id', 'visitor_id'];
    const tables = await database.reader.introspection.getTables();
    const response = tables.find((table) => table.name === 'response');
    const nullable = response?.columns.filter((column) => column.isNullable).map((c) => c.name);
    expect(nullable).toContain('rating');
    expect(nullable?.filter((name) => columns.includes(name))).toEqual([]);
  });

  test('names nothing by a word that is not ours', async () => {
    const { columns } = await readCatalogue(await open());
    const words = columns.flatMap(({ table, column }) => [
      ...table.split('_'),
      ...column.split('_'),
    ]);
    expect(words).toContain('project');
    expect(words.filter((word) => foreignWords.includes(word))).toEqual([]);
  });

  test('sorts text by its bytes', async () => {
    const database = await open();
    const slugs = ['a', 'B', '_', 'ä', 'b', 'A', '-'];
    for (const name of slugs) {
      const row = { name, value: '', created_at: '' };
      await database.writer.insertInto('instance_secret').values(row).execute();
    }
    const query = database.reader.selectFrom('instance_secret').select('name').orderBy('name');
    const sorted = (await query.execute()).map((row) => row.name);
    expect(sorted).toEqual(['-', 'A', 'B', '_', 'a', 'b', 'ä']);
  });

  if (dialect === 'postgres') {
    test('says so of every text column', async () => {
      const { columns } = await readCatalogue(await open());
      const texts = columns.filter(({ text, table }) => text && !isMigrator(table));
      expect(texts.length).toBeGreaterThan(50);
      expect(texts.filter(({ collation }) => collation !== 'C')).toEqual([]);
    });
  }
});

function isMigrator(table: string): boolean {
  return table.startsWith('migration');
}

/** A foreign key to a global table, such as the project itself, is one id alone. */
function beginsWithProject({ columns, target }: Key): boolean {
  if (target && globalTables.includes(target.table)) return columns.length === 1;
  return columns[0] === 'project_id';
}
