import ts from 'typescript';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';

const schemaFile = 'api/db/schema/schema.ts';

onEachDatabase('the row types', ({ open }) => {
  test('have exactly the columns of each table, null where they may be', async () => {
    const tables = await (await open()).reader.introspection.getTables();
    const ours = tables.filter(({ name }) => !name.startsWith('migration'));
    const columns = ours.flatMap(({ name, columns }) =>
      columns.map((column) => `${name}.${column.name}${column.isNullable ? ' or null' : ''}`),
    );
    const typed = typedColumns();
    expect(typed.length).toBeGreaterThan(150);
    expect(columns.sort()).toEqual(typed);
  });
});

/** The columns of the interface Schema as the compiler sees them: `visitor.account or null`. */
function typedColumns(): string[] {
  const program = ts.createProgram([schemaFile], {
    strict: true,
    allowImportingTsExtensions: true,
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(schemaFile);
  const schema = file?.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'Schema',
  );
  if (!schema) throw new Error(`${schemaFile} has no interface Schema.`);
  const tables = checker.getPropertiesOfType(checker.getTypeAtLocation(schema));
  return tables
    .flatMap((table) =>
      checker.getPropertiesOfType(checker.getTypeOfSymbol(table)).map((column) => {
        const type = selectedType(checker, checker.getTypeOfSymbol(column));
        const nullable = checker.getNonNullableType(type) !== type;
        return `${table.name}.${column.name}${nullable ? ' or null' : ''}`;
      }),
    )
    .sort();
}

/** A column with a default is a `Generated` one, which has a type of its own for what is read. */
function selectedType(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  const selected = checker.getPropertyOfType(type, '__select__');
  return selected ? checker.getTypeOfSymbol(selected) : type;
}
