import { html } from 'hono/html';
import type { Markup } from '../../http/markup.ts';
import { code, orSeparated, prose } from './prose.ts';
import { fieldsOf, type JsonSchema, refName, type SchemaField } from './schema.ts';

/** Returns a schema with its heading, which is the target of the links to it. */
export function shape([id, schema]: [string, JsonSchema]): Markup {
  const about = schema.description ? html`<p>${prose(schema.description)}</p>` : '';
  const fields = fieldsOf(schema);
  return html`<h3 id="${id}">${id}</h3>
${about}${fields.length > 0 ? fieldTable(fields, id) : html`<p>${typeText(schema)}</p>`}
`;
}

/** Returns fields as a table: name, type, whether the field is required, and description. */
export function fieldTable(fields: SchemaField[], label: string): Markup {
  return html`<table aria-label="${label}">
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Required</th><th scope="col">Description</th></tr></thead>
<tbody>${fields.map(row)}</tbody>
</table>`;
}

function row({ name, schema, required, location, condition = '' }: SchemaField): Markup {
  const meaning = [schema.description ?? '', condition, boundsOf(schema)].filter(Boolean).join(' ');
  return html`<tr><th scope="row">${code(name)}</th><td>${typeText(schema)}${location ? `, ${location}` : ''}</td><td>${
    required ? 'required' : 'optional'
  }</td><td>${prose(meaning)}</td></tr>
`;
}

/** Returns the type of a value in words. Named schemas are links. */
export function typeText(schema: JsonSchema): Markup {
  const named = refName(schema);
  if (named) return html`<a href="#${named}">${named}</a>`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return isVariants(choices) ? 'object' : orSeparated(choices.map(typeText));
  if (schema.enum) return orSeparated(schema.enum.map((one) => code(String(one))));
  const types = [schema.type ?? 'any'].flat();
  return orSeparated(types.map((type) => namedTypeText(type, schema)));
}

/** Whether all choices are unnamed objects. Their fields follow in the table. */
function isVariants(choices: JsonSchema[]): boolean {
  return choices.every(({ properties }) => properties);
}

function namedTypeText(type: string, { items, additionalProperties, format }: JsonSchema): Markup {
  if (type === 'array' && items) return html`array of ${plural(typeText(items))}`;
  if (type === 'object' && typeof additionalProperties === 'object') {
    return html`object with values of type ${typeText(additionalProperties)}`;
  }
  return typeNames[(type === 'string' && format) || type] ?? type;
}

/** Returns the plural of a plain word. Links and choices are unchanged. */
function plural(text: Markup): Markup {
  return ['string', 'object', 'integer'].includes(String(text)) ? `${text}s` : text;
}

const typeNames: Record<string, string> = {
  string: 'string',
  integer: 'integer',
  boolean: 'boolean',
  any: 'any type',
  null: 'null',
  uuid: 'UUID',
  'date-time': 'timestamp',
  date: 'date',
};

function boundsOf({
  minimum,
  maximum,
  maxLength,
  maxItems,
  default: defaultValue,
}: JsonSchema): string {
  return [
    minimum !== undefined && maximum !== undefined && `From ${minimum} to ${formatCount(maximum)}.`,
    maxLength !== undefined && `At most ${formatCount(maxLength)} characters.`,
    maxItems !== undefined && `At most ${formatCount(maxItems)} items.`,
    defaultValue !== undefined && `Default: \`${JSON.stringify(defaultValue)}\`.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function formatCount(count: number): string {
  return count.toLocaleString('en');
}
