/** As much of JSON Schema as our document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: readonly (string | number | boolean | null)[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

/** One line of a shape's table; a field within a field has both names: `notes[].title`. */
export interface SchemaField {
  name: string;
  schema: JsonSchema;
  required: boolean;
  /** In words, for a parameter: where in the request it stands. */
  location?: string;
  /** In words, where only some variants of a shape have it. */
  condition?: string;
}

/** The name behind a reference to one of the document's shapes. */
export function refName({ $ref }: JsonSchema): string | undefined {
  return $ref?.split('/').at(-1);
}

/** All that an object or a list of objects has, each field before what is within it. */
export function fieldsOf(schema: JsonSchema, prefix = ''): SchemaField[] {
  const variants = (schema.oneOf ?? schema.anyOf ?? []).filter(({ properties }) => properties);
  if (variants.length > 1) return fieldsOfVariants(variants, prefix);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = prefix + key;
    const required = schema.required?.includes(key) ?? false;
    return [{ name, schema: value, required }, ...fieldsWithin(value, name)];
  });
}

function fieldsWithin(schema: JsonSchema, name: string): SchemaField[] {
  return schema.items ? fieldsWithin(schema.items, `${name}[]`) : fieldsOf(schema, `${name}.`);
}

/** Variants in one table: they differ by one word, and each field says with which word it comes. */
function fieldsOfVariants(variants: JsonSchema[], prefix: string): SchemaField[] {
  const all = variants.map((variant) => ({
    word: conditionOf(variant),
    fields: fieldsOf(variant, prefix),
  }));
  const names = [...new Set(all.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const found = all.flatMap(({ word, fields }) =>
      fields.filter((field) => field.name === name).map((field) => ({ word, field })),
    );
    const [first] = found;
    if (!first) return [];
    const values = found.flatMap(({ field }) => field.schema.enum ?? []);
    const schema = values.length > 1 ? { ...first.field.schema, enum: values } : first.field.schema;
    const isEverywhere = found.length === variants.length;
    return [{ ...first.field, schema, ...(!isEverywhere && { condition: first.word }) }];
  });
}

/** What tells a variant from the others: its field that can have one value only. */
function conditionOf({ properties = {} }: JsonSchema): string {
  const [key, schema] = Object.entries(properties).find(([, one]) => one.enum?.length === 1) ?? [];
  return key === undefined ? '' : `Only where \`${key}\` is \`${schema?.enum?.[0]}\`.`;
}
