// A wide table is declared once. The types of its rows and records, the names for SQL and the
// mapper in both directions follow from that declaration.

/** A column: its name, its SQL type, and how a record's value is stored. */
export interface Column<Name extends string, Stored, Value> {
  readonly name: Name;
  readonly type: 'text' | 'integer';
  read(stored: Stored): Value;
  write(value: Value): Stored;
}

/** A column whose values are stored as they are. */
interface PlainColumn<Name extends string, Stored> extends Column<Name, Stored, Stored> {
  /** The same column for values of a narrower type, such as the words of a list. */
  of<Narrow extends Stored>(): PlainColumn<Name, Narrow>;
  orNull(): PlainColumn<Name, Stored | null>;
}

/** The columns of a table, by property of the record. */
type Columns = Record<string, Column<string, unknown, unknown>>;

/** The record that a row of the table is read as. */
export type RecordOf<Table extends Columns> = {
  [Property in keyof Table]: ReturnType<Table[Property]['read']>;
};

/** A row of the table. */
export type RowOf<Table extends Columns> = {
  [Property in keyof Table as Table[Property]['name']]: ReturnType<Table[Property]['write']>;
};

/** The types and the mapper of a table, for queries. */
export interface ColumnTable<Table extends Columns> {
  /** The SQL type of each column, in the order of the table: for `batchStatement`. */
  types: { readonly [Name in keyof RowOf<Table> & string]: 'text' | 'integer' };
  toRecord(row: RowOf<Table>): RecordOf<Table>;
  toRow(record: RecordOf<Table>): RowOf<Table>;
}

/** A column of text: words, ids, instants, dates, and JSON that stays text. */
export function text<Name extends string>(name: Name): PlainColumn<Name, string> {
  return plain(name, 'text');
}

/** A column of whole numbers. */
export function integer<Name extends string>(name: Name): PlainColumn<Name, number> {
  return plain(name, 'integer');
}

/** A boolean, stored as 1 or 0. */
export function flag<Name extends string>(name: Name): Column<Name, 0 | 1, boolean> {
  const write = (value: boolean) => (value ? 1 : 0);
  return { name, type: 'integer', read: (stored) => stored === 1, write };
}

/** A value stored as JSON: `json<Choice[]>()('choices')`, so that the name's type is inferred. */
export function json<Value>() {
  return <Name extends string>(name: Name): Column<Name, string, Value> => ({
    name,
    type: 'text',
    read: (stored) => JSON.parse(stored),
    write: (value) => JSON.stringify(value),
  });
}

/**
 * Creates the mapper of a table, from the property names of `table`. Every answer passes through
 * two mappers; writing them by hand would save about a microsecond per answer.
 */
export function columnTable<Table extends Columns>(table: Table): ColumnTable<Table> {
  const columns = Object.entries(table);
  const types = Object.fromEntries(columns.map(([, { name, type }]) => [name, type]));
  return {
    types: types as ColumnTable<Table>['types'],
    toRecord(row: Record<string, unknown>) {
      const record: Record<string, unknown> = {};
      for (const [property, column] of columns) record[property] = column.read(row[column.name]);
      return record as RecordOf<Table>;
    },
    toRow(record: Record<string, unknown>) {
      const row: Record<string, unknown> = {};
      for (const [property, column] of columns) row[column.name] = column.write(record[property]);
      return row as RowOf<Table>;
    },
  };
}

function plain<Name extends string, Stored>(
  name: Name,
  type: 'text' | 'integer',
): PlainColumn<Name, Stored> {
  const column: PlainColumn<Name, Stored> = {
    name,
    type,
    read: identity,
    write: identity,
    of: <Narrow extends Stored>() => column as unknown as PlainColumn<Name, Narrow>,
    orNull: () => column as unknown as PlainColumn<Name, Stored | null>,
  };
  return column;
}

function identity<Value>(value: Value): Value {
  return value;
}
