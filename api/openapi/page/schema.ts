/** The parts of JSON Schema that our document uses. */
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

/** One row of an object's table. A nested field has both names: `notes[].title`. */
export interface SchemaField {
  name: string;
  schema: JsonSchema;
  required: boolean;
  /** For a parameter, its place in the request, in words. */
  location?: string;
  /** If only some variants have the field, the condition in a sentence. */
  condition?: string;
}

/** Returns the name of a referenced schema. */
export function refName({ $ref }: JsonSchema): string | undefined {
  return $ref?.split('/').at(-1);
}

/** Returns all fields of an object or a list of objects. A field precedes its nested fields. */
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

/** Merges variants, which differ in the value of one field. Each field states that value. */
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

/** Returns what distinguishes a variant: the field that can have only one value. */
function conditionOf({ properties = {} }: JsonSchema): string {
  const [key, schema] = Object.entries(properties).find(([, one]) => one.enum?.length === 1) ?? [];
  return key === undefined ? '' : `Only if \`${key}\` is \`${schema?.enum?.[0]}\`.`;
}
