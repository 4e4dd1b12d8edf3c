import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

/** Written before the kinds, and never edited. */
const lastWithoutKind = '0012_visitor_alias';
const withKind = Object.entries(migrations).filter(([name]) => name > lastWithoutKind);

test('every migration since 0013 says whether it is rolling or needs every server to stop', () => {
  const strays = withKind.filter(([, { kind }]) => kind !== 'rolling' && kind !== 'stop');
  expect(strays.map(([name]) => name)).toEqual([]);
  const older = Object.entries(migrations).filter(([name]) => name <= lastWithoutKind);
  expect(older.filter(([, { kind }]) => kind !== undefined)).toEqual([]);
});

test('the change log and docs/upgrading.md say that this update needs every server to stop', () => {
  const [, unreleased = ''] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
  expect(unreleased).toMatch(/Stop every server before this update/);
  expect(readFileSync('docs/upgrading.md', 'utf8')).toContain('| 0.1.0 to 0.2.0 | stop |');
});

onEachDatabase('a rolling migration', ({ openEmpty }) => {
  test('leaves every column that a running server knows, and adds none that it must fill', async () => {
    const database = await openEmpty();
    const broken: string[] = [];
    for (const [name, { kind }] of withKind) {
      await migrate(database, upTo(name, false));
      const before = await columnsOf(database);
      await migrate(database, upTo(name, true));
      if (kind === 'rolling') broken.push(...breaches(before, await columnsOf(database), name));
    }
    expect(broken).toEqual([]);
  });

  test('is refused by this test if it drops a column, or adds one without a default', () => {
    const before = new Map([['a.id', column('a', false, false)]]);
    const after = new Map([
      ['a.new', column('a', false, false)],
      ['a.filled', column('a', false, true)],
      ['a.empty', column('a', true, false)],
      ['b.id', column('b', false, false)],
    ]);
    expect(breaches(before, after, 'x')).toEqual([
      'x drops a.id',
      'x adds a.new without a default',
    ]);
  });
});

interface Column {
  table: string;
  isNullable: boolean;
  hasDefault: boolean;
}

function column(table: string, isNullable: boolean, hasDefault: boolean): Column {
  return { table, isNullable, hasDefault };
}

function breaches(
  before: Map<string, Column>,
  after: Map<string, Column>,
  migration: string,
): string[] {
  const tables = new Set([...before.values()].map(({ table }) => table));
  const dropped = [...before.keys()].filter((name) => !after.has(name));
  const added = [...after].filter(([name, { table }]) => !before.has(name) && tables.has(table));
  const unfilled = added.filter(([, { isNullable, hasDefault }]) => !isNullable && !hasDefault);
  const stricter = [...after].filter(
    ([name, { isNullable }]) => !isNullable && before.get(name)?.isNullable,
  );
  return [
    ...dropped.map((name) => `${migration} drops ${name}`),
    ...unfilled.map(([name]) => `${migration} adds ${name} without a default`),
    ...stricter.map(([name]) => `${migration} forbids null in ${name}`),
  ];
}

function upTo(name: string, inclusive: boolean): typeof migrations {
  const known = Object.entries(migrations);
  return Object.fromEntries(known.filter(([each]) => each < name || (inclusive && each === name)));
}

async function columnsOf({ reader }: TestDatabase): Promise<Map<string, Column>> {
  const tables = await reader.introspection.getTables();
  return new Map(
    tables.flatMap(({ name: table, columns }) =>
      columns.map(({ name, isNullable, hasDefaultValue: hasDefault }): [string, Column] => [
        `${table}.${name}`,
        { table, isNullable, hasDefault },
      ]),
    ),
  );
}
