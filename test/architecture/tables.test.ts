import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInFolder, moduleOf, product } from './layout.ts';
import { tablesNamed, tablesOfSchema } from './sql-tables.ts';

// Each table has one owner: only its SQL names the table. Other modules call the owner's functions,
// or join their own tables to a query that the owner begins.

/** By module, its tables. */
const owned: Record<string, string> = {
  db: 'instance_address instance_secret',
  jobs: 'job',
  audit: 'audit_entry',
  outbox: 'outbox',
  projects: 'project',
  keys: 'api_key key_project token_key',
  members: 'invitation member',
  people: 'person person_login person_session person_verification',
  heartbeats: 'sighting',
  visitors: 'held_group network_count network_key network_rater visitor visitor_alias',
  tallies: 'exposure_tally tally tally_total',
  exposures: 'exposure',
  notes: 'note',
  releases: 'release release_revision',
  surveys: 'survey survey_version',
  responses: 'response response_revision',
  'routes/member': 'idempotency_key',
};

/** Files that name another module's table all the same, each with its reason; `*` is every table. */
const crossings: Record<string, string> = {
  'api/change/queries.ts → project':
    'locks the project’s row for a change, and stores the end of the audit chain and the revisions',
  'api/db/change-notices.ts → project':
    'polls the revisions of all projects, below every module that reacts to a change',
  'api/projects/generated-queries.ts → *':
    'deletes a generated project with all that belongs to it, in the order of the references',
};

const owners = new Map(
  Object.entries(owned).flatMap(([module, tables]) =>
    tables.split(' ').map((table) => [table, module] as const),
  ),
);
const tables = [...owners.keys()];

/** Where SQL may be: the server, except for the row types. */
const files = product
  .map(({ path }) => path)
  .filter((path) => isInFolder(path, 'api') && !isInFolder(path, 'api/db/schema'));

interface Named {
  path: string;
  /** The module of the file, or for a file in none its folder: `routes/member`. */
  module: string;
  table: string;
}

const named: Named[] = files.flatMap((path) => {
  const module = moduleOf(path) ?? path.split('/').slice(1, -1).join('/');
  const found = tablesNamed(readFileSync(path, 'utf8'), tables);
  return found.map((table) => ({ path, module, table }));
});
const crossingsFound = named.filter(({ module, table }) => owners.get(table) !== module);

describe('a table has one owner', () => {
  test('which the list above names for each table of the schema', () => {
    const schemas = product.filter(({ path }) => isInFolder(path, 'api/db/schema'));
    const known = schemas.flatMap(({ path }) => tablesOfSchema(readFileSync(path, 'utf8')));
    expect(known.length).toBeGreaterThan(30);
    expect([...tables].sort()).toEqual([...known].sort());
  });

  test('which docs/tables.md names too', () => {
    const text = readFileSync('docs/tables.md', 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \|.*\| `([\w/]+)` \|$/gm)];
    expect(rows.map(([, table, owner]) => [table, owner]).sort()).toEqual([...owners].sort());
  });

  test('whose SQL names it', () => {
    const isNamed = ([table, module]: readonly [string, string]) =>
      named.some((one) => one.table === table && one.module === module);
    const unnamed = [...owners].filter((entry) => !isNamed(entry)).map(([table]) => table);
    expect(unnamed).toEqual([]);
  });

  test('and no other module names it: call the owner’s function, or join to a query of the owner', () => {
    const strays = crossingsFound.filter((one) => !namesOf(one).some((name) => name in crossings));
    expect(strays).toEqual([]);
  });

  test('apart from the crossings listed, each of which is there', () => {
    const found = crossingsFound.flatMap(namesOf);
    expect(Object.keys(crossings).filter((crossing) => !found.includes(crossing))).toEqual([]);
  });

  function namesOf({ path, table }: Named): string[] {
    return [`${path} → ${table}`, `${path} → *`];
  }
});

describe('the search for tables', () => {
  // What stands for a value within a template, as a program would write it.
  const value = ['$', '{x}'].join('');

  test.each([
    ["db.selectFrom('visitor').select('id')", ['visitor']],
    ["db.selectFrom('visitor as v').select('id')", ['visitor']],
    ["db.selectFrom(['visitor', 'note as n'])", ['note', 'visitor']],
    ["query.innerJoin('visitor', (join) => join).leftJoin('note', f)", ['note', 'visitor']],
    ["query.crossJoin('visitor')", ['visitor']],
    ["db.insertInto('visitor'); insertInto('note', columns, given);", ['note', 'visitor']],
    [
      "db.updateTable('visitor'); db.deleteFrom('note').using('person');",
      ['note', 'person', 'visitor'],
    ],
    [
      `sql\`select 1 from visitor as v cross join "note" where id = ${value}\``,
      ['note', 'visitor'],
    ],
    [`\`select 1 from ${value} cross join visitor\``, ['visitor']],
    ["'select 1 from visitor v, note as n where true'", ['note', 'visitor']],
    [
      '`insert into visitor`; `update note set x = 1`; `DELETE FROM person`',
      ['note', 'person', 'visitor'],
    ],
    ["for (const table of ['visitor', 'note']) db.deleteFrom(table)", ['note', 'visitor']],
    ['const all = { visitor: true }; db.selectFrom(name)', ['visitor']],
  ])('finds those of %s', (text, found) => {
    expect(tablesNamed(text, tables)).toEqual(found);
  });

  test.each([
    "// from visitor\n/* db.selectFrom('visitor') */",
    "const role = 'visitor'; const word = { note: 'person' };",
    "query.whereRef('visitor.id', '=', 'note.id').select('visitor.muted')",
    "db.selectFrom('wanted'); `select * from visitors`",
    "const columns = { survey_version: 'integer' }; db.selectFrom(table);",
    "function join(table: 'visitor') { db.selectFrom(table); }",
  ])('finds none in %s', (text) => {
    expect(tablesNamed(text, tables)).toEqual([]);
  });
});
