import { html } from 'hono/html';
import type { Markup } from '../../http/markup.ts';
import { code, orSeparated, prose } from './prose.ts';
import { fieldsOf, type JsonSchema, refName, type SchemaField } from './schema.ts';

/** A shape under its heading, to which every mention of it links. */
export function shape([id, schema]: [string, JsonSchema]): Markup {
  const about = schema.description ? html`<p>${prose(schema.description)}</p>` : '';
  const fields = fieldsOf(schema);
  return html`<h3 id="${id}">${id}</h3>
${about}${fields.length > 0 ? fieldTable(fields, id) : html`<p>${typeText(schema)}</p>`}
`;
}

/** Fields as a table: name, kind, whether it must be there, and what it means. */
export function fieldTable(fields: SchemaField[], label: string): Markup {
  return html`<table aria-label="${label}">
<thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Required</th><th scope="col">Meaning</th></tr></thead>
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

/** What a value is, as people say it; shapes are links. */
export function typeText(schema: JsonSchema): Markup {
  const named = refName(schema);
  if (named) return html`<a href="#${named}">${named}</a>`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return isVariants(choices) ? 'object' : orSeparated(choices.map(typeText));
  if (schema.enum) return orSeparated(schema.enum.map((one) => code(String(one))));
  const types = [schema.type ?? 'any'].flat();
  return orSeparated(types.map((type) => namedTypeText(type, schema)));
}

/** Objects without names of their own: their fields follow in the table. */
function isVariants(choices: JsonSchema[]): boolean {
  return choices.every(({ properties }) => properties);
}

function namedTypeText(type: string, { items, additionalProperties, format }: JsonSchema): Markup {
  if (type === 'array' && items) return html`list of ${plural(typeText(items))}`;
  if (type === 'object' && typeof additionalProperties === 'object') {
    return html`object; each value ${typeText(additionalProperties)}`;
  }
  return typeNames[(type === 'string' && format) || type] ?? type;
}

/** Only what is plain text has a plural; links and choices stay as they are. */
function plural(text: Markup): Markup {
  return ['text', 'object', 'whole number'].includes(String(text)) ? `${text}s` : text;
}

const typeNames: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  any: 'anything',
  null: 'null',
  uuid: 'UUID',
  'date-time': 'instant',
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
    maxItems !== undefined && `At most ${formatCount(maxItems)}.`,
    defaultValue !== undefined && `Left out: \`${JSON.stringify(defaultValue)}\`.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function formatCount(count: number): string {
  return count.toLocaleString('en');
}
