import { html } from 'hono/html';
import type { Markup } from '../../http/markup.ts';
import { code, either, prose } from './prose.ts';
import { type Field, fieldsOf, refName, type Schema } from './schema.ts';

/** A shape under its heading, to which every mention of it links. */
export function shape([id, schema]: [string, Schema]): Markup {
  const about = schema.description ? html`<p>${prose(schema.description)}</p>` : '';
  const fields = fieldsOf(schema);
  return html`<h3 id="${id}">${id}</h3>
${about}${fields.length > 0 ? fieldTable(fields, id) : html`<p>${inWords(schema)}</p>`}
`;
}

/** Fields as a table: name, kind, whether it must be there, and what it means. */
export function fieldTable(fields: Field[], label: string): Markup {
  return html`<table aria-label="${label}">
<thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Required</th><th scope="col">Meaning</th></tr></thead>
<tbody>${fields.map(row)}</tbody>
</table>`;
}

function row({ name, schema, required, place, onlyWhere = '' }: Field): Markup {
  const meaning = [schema.description ?? '', onlyWhere, boundsOf(schema)].filter(Boolean).join(' ');
  return html`<tr><th scope="row">${code(name)}</th><td>${inWords(schema)}${place ? `, ${place}` : ''}</td><td>${
    required ? 'required' : 'optional'
  }</td><td>${prose(meaning)}</td></tr>
`;
}

/** What a value is, as people say it; shapes are links. */
export function inWords(schema: Schema): Markup {
  const named = refName(schema);
  if (named) return html`<a href="#${named}">${named}</a>`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return isVariants(choices) ? 'object' : either(choices.map(inWords));
  if (schema.enum) return either(schema.enum.map((one) => code(String(one))));
  const types = [schema.type ?? 'any'].flat();
  return either(types.map((type) => ofType(type, schema)));
}

/** Objects without names of their own: their fields follow in the table. */
function isVariants(choices: Schema[]): boolean {
  return choices.every(({ properties }) => properties);
}

function ofType(type: string, { items, additionalProperties, format }: Schema): Markup {
  if (type === 'array' && items) return html`list of ${many(inWords(items))}`;
  if (type === 'object' && typeof additionalProperties === 'object') {
    return html`object; each value ${inWords(additionalProperties)}`;
  }
  return words[(type === 'string' && format) || type] ?? type;
}

/** Only what is plain text has a plural; links and choices stay as they are. */
function many(words: Markup): Markup {
  return ['text', 'object', 'whole number'].includes(String(words)) ? `${words}s` : words;
}

const words: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  any: 'anything',
  null: 'null',
  uuid: 'UUID',
  'date-time': 'instant',
  date: 'date',
};

function boundsOf({ minimum, maximum, maxLength, maxItems, default: unlessSaid }: Schema): string {
  return [
    minimum !== undefined && maximum !== undefined && `From ${minimum} to ${grouped(maximum)}.`,
    maxLength !== undefined && `At most ${grouped(maxLength)} characters.`,
    maxItems !== undefined && `At most ${grouped(maxItems)}.`,
    unlessSaid !== undefined && `Left out: \`${JSON.stringify(unlessSaid)}\`.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
