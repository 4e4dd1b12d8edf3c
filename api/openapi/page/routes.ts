import { html } from 'hono/html';
import { keyScopes, type Role, scopeFor } from '../../../contract/vocabulary.ts';
import type { Markup } from '../../http/markup.ts';
import type { OpenApiDocument } from '../openapi.ts';
import { type Example, examples } from './examples.ts';
import { code, commaSeparated, orSeparated, prose } from './prose.ts';
import { type JsonSchema, refName, type SchemaField } from './schema.ts';
import { fieldTable, typeText } from './shapes.ts';

type PathItem = NonNullable<OpenApiDocument['paths']>[string];
type Operation = NonNullable<PathItem['get']>;
type Content = Record<string, { schema?: unknown }>;
interface ResponseSpec {
  description: string;
  content?: Content;
  headers?: Record<string, { description?: string }>;
}

/** One method of a path. */
export interface DocumentedRoute {
  method: string;
  path: string;
  operation: Operation;
}

const methods = ['get', 'post', 'patch', 'delete'] as const;

/** Returns all routes of a chapter, in the document's order. */
export function routesOf(document: OpenApiDocument, tag: string): DocumentedRoute[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation?.tags?.includes(tag) ? [{ method, path, operation }] : [];
    }),
  );
}

/** Returns a route as a line of the table of contents. */
export function routeLink({ method, path, operation }: DocumentedRoute): Markup {
  return html`<li><a href="#${operation.operationId}">${code(`${method.toUpperCase()} ${path}`)}</a>
<span class="quiet">${operation.summary ?? ''}</span></li>`;
}

/** Returns the section of a route: its access, parameters, body, replies and examples. */
export function route({ method, path, operation }: DocumentedRoute): Markup {
  const id = operation.operationId ?? '';
  return html`<h3 id="${id}">${code(`${method.toUpperCase()} ${path}`)}</h3>
<p>${operation.summary ?? ''}. ${prose(operation.description ?? '')} ${accessText(operation)}</p>
${parameters(operation)}
${body(operation)}
${replies(operation)}
${(examples[id] ?? []).map(example)}
`;
}

function accessText({ security = [], tags = [] }: Operation): Markup {
  const role = security[0]?.apiKey?.[0] as Role | undefined;
  if (security[0]?.session) return 'Requires a session. An API key is not accepted.';
  if (!role) return tags.includes('Visitors') ? 'Public: no API key is needed.' : '';
  const scopes = keyScopes.slice(keyScopes.indexOf(scopeFor(role)));
  return html`Requires an API key with scope ${orSeparated(scopes.map(code))}, or the role ${code(role)}.`;
}

const locationTexts: Record<string, string> = {
  path: 'in the path',
  query: 'in the query',
  header: 'in a header',
};

function parameters({ parameters: declared = [] }: Operation): Markup {
  const fields = declared.flatMap((one): SchemaField[] => {
    if (!('name' in one)) return [];
    const { name, required = false, schema } = one;
    return [
      {
        name,
        required,
        schema: (schema ?? {}) as JsonSchema,
        location: locationTexts[one.in] ?? '',
      },
    ];
  });
  return fields.length === 0 ? '' : html`<h4>Parameters</h4>${fieldTable(fields, 'Parameters')}`;
}

function body({ requestBody }: Operation): Markup {
  if (!requestBody || !('content' in requestBody)) return '';
  const optionalText = requestBody.required ? '' : ' The body is optional.';
  return html`${Object.entries(requestBody.content).map(
    ([type, { schema }]) =>
      html`<h4>Body</h4><p>${shapeOf(schema)}, sent as ${code(type)}.${optionalText}</p>`,
  )}`;
}

/** Returns each success with its type and headers, and all errors in one line. */
function replies({ responses = {} }: Operation): Markup {
  const all = Object.entries(responses) as [string, ResponseSpec][];
  const errorStatuses = all.filter(([status]) => status >= '400').map(([status]) => status);
  const links = errorStatuses.map((status) => html`<a href="#status-${status}">${status}</a>`);
  return html`<h4>Replies</h4><ul>${all.filter(([status]) => status < '400').map(successReply)}
<li>${commaSeparated(links)}: <a href="#Problem">Problem</a></li></ul>`;
}

function successReply([status, { description, content = {}, headers = {} }]: [
  string,
  ResponseSpec,
]): Markup {
  const shapes = Object.entries(content).map(
    ([type, { schema }]) => html` ${shapeOf(schema)}, as ${code(type)}.`,
  );
  const names = Object.keys(headers);
  const headersText = html` Headers: ${commaSeparated(names.map(code))}.`;
  return html`<li>${code(status)} ${prose(description)}${shapes}${names.length > 0 ? headersText : ''}</li>`;
}

/** Returns the type of a body. A page of a list is described by its items. */
function shapeOf(schema: unknown): Markup {
  const one = (schema ?? {}) as JsonSchema;
  const items = one.properties?.data?.items;
  if (items && refName(items)) return html`${code('{"data": […]}')}, a list of ${typeText(items)}`;
  return typeText(one);
}

function example({ title, request, reply }: Example): Markup {
  return html`<h4>Example: ${title}</h4>
<pre><code>${request}</code></pre>
<p>Reply:</p>
<pre><code>${reply}</code></pre>`;
}
