/** As much of JSON Schema as our document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: readonly (string | number | boolean | null)[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

/** One line of a shape's table; a field within a field has both names: `notes[].title`. */
export interface Field {
  name: string;
  schema: Schema;
  required: boolean;
  /** In words, for a parameter: where in the request it stands. */
  place?: string;
  /** In words, where only some variants of a shape have it. */
  onlyWhere?: string;
}

/** The name behind a reference to one of the document's shapes. */
export function refName({ $ref }: Schema): string | undefined {
  return $ref?.split('/').at(-1);
}

/** All that an object or a list of objects has, each field before what is within it. */
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  const variants = (schema.oneOf ?? schema.anyOf ?? []).filter(({ properties }) => properties);
  if (variants.length > 1) return fieldsOfVariants(variants, prefix);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = prefix + key;
    const required = schema.required?.includes(key) ?? false;
    return [{ name, schema: value, required }, ...fieldsWithin(value, name)];
  });
}

function fieldsWithin(schema: Schema, name: string): Field[] {
  return schema.items ? fieldsWithin(schema.items, `${name}[]`) : fieldsOf(schema, `${name}.`);
}

/** Variants in one table: they differ by one word, and each field says with which word it comes. */
function fieldsOfVariants(variants: Schema[], prefix: string): Field[] {
  const all = variants.map((variant) => ({
    word: wordOf(variant),
    fields: fieldsOf(variant, prefix),
  }));
  const names = [...new Set(all.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const found = all.flatMap(({ word, fields }) =>
      fields.filter((field) => field.name === name).map((field) => ({ word, field })),
    );
    const [first] = found;
    if (!first) return [];
    const words = found.flatMap(({ field }) => field.schema.enum ?? []);
    const schema = words.length > 1 ? { ...first.field.schema, enum: words } : first.field.schema;
    const isEverywhere = found.length === variants.length;
    return [{ ...first.field, schema, ...(!isEverywhere && { onlyWhere: first.word }) }];
  });
}

/** What tells a variant from the others: its field that can have one value only. */
function wordOf({ properties = {} }: Schema): string {
  const [key, schema] = Object.entries(properties).find(([, one]) => one.enum?.length === 1) ?? [];
  return key === undefined ? '' : `Only where \`${key}\` is \`${schema?.enum?.[0]}\`.`;
}
