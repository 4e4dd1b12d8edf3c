import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { OpenApiDocument } from './openapi.ts';

type Markup = ReturnType<typeof html>;
type PathItem = NonNullable<OpenApiDocument['paths']>[string];
type Operation = NonNullable<PathItem['get']>;
type Outcome = { description: string; content?: Record<string, { schema?: unknown }> };

const methods = ['get', 'post', 'patch', 'delete'] as const;

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
body { color: #1b1f24; background: #fff }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere }
summary { cursor: pointer; padding: 0.3rem 0 }
summary code { font-weight: 600 }
details > :not(summary) { margin-inline-start: 1.5rem }
pre { overflow: auto; padding: 0.75rem; background: #f3f4f6 }
@media (prefers-color-scheme: dark) {
  body { color: #e6e8eb; background: #14171a }
  a { color: #8ab4f8 }
  pre { background: #21262c }
}`;

/** Nothing but its one style sheet may run or load on the page, and nobody may frame it. */
export const docsPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The document as a page to read: every route by chapter, then every shape. No script. */
export function docsPage(document: OpenApiDocument): Markup {
  const { info, tags = [], components } = document;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}: every route</title>
<style>${raw(style)}</style>
</head>
<body>
<h1>${info.title}</h1>
<p>${info.description} The same for programs: <a href="openapi.json">openapi.json</a>.</p>
${tags.map((tag) => chapter(document, tag))}
<h2>Shapes</h2>
${Object.entries(components.schemas ?? {}).map(shape)}
</body>
</html>`;
}

function chapter(document: OpenApiDocument, tag: { name: string; description?: string }): Markup {
  const found = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation?.tags?.includes(tag.name) ? [route(method, path, operation)] : [];
    }),
  );
  return found.length === 0
    ? html``
    : html`<h2>${tag.name}</h2>
<p>${tag.description ?? ''}</p>
${found}`;
}

function route(method: string, path: string, operation: Operation): Markup {
  const role = operation.security?.[0]?.apiKey?.[0];
  return html`<details>
<summary><code>${method.toUpperCase()} ${path}</code> ${operation.summary ?? ''}</summary>
${operation.description ? html`<p>${operation.description}</p>` : ''}
${role ? html`<p>Needs an API key with the role ${role} or a stronger one.</p>` : ''}
${body(operation)}
${outcomes(operation)}
</details>
`;
}

function body({ requestBody }: Operation): Markup | string {
  if (!requestBody || !('content' in requestBody)) return '';
  const kinds = Object.entries(requestBody.content);
  return html`${kinds.map(([type, { schema }]) => html`<p>Send <code>${type}</code>: ${name(schema)}</p>`)}`;
}

/** Each success with its shape; the refusals, which all are problems, in one line. */
function outcomes({ responses = {} }: Operation): Markup {
  const all = Object.entries(responses);
  const refusals = all.filter(([status]) => status >= '400').map(([status]) => status);
  return html`<ul>${all.filter(([status]) => status < '400').map(success)}
<li><code>${refusals.join(' ')}</code> <a href="#Problem">Problem</a></li></ul>`;
}

function success([status, reply]: [string, Outcome]): Markup {
  const shapes = Object.values(reply.content ?? {}).map(({ schema }) => name(schema));
  return html`<li><code>${status}</code> ${reply.description} ${shapes}</li>`;
}

/** A link to a named shape, or the shape itself. */
function name(schema: unknown): Markup {
  const id = /#\/components\/schemas\/(\w+)$/.exec(
    JSON.stringify(schema)?.split('"')[3] ?? '',
  )?.[1];
  return id ? html`<a href="#${id}">${id}</a>` : html`<code>${JSON.stringify(schema)}</code>`;
}

function shape([id, schema]: [string, unknown]): Markup {
  return html`<h3 id="${id}">${id}</h3>
<pre><code>${JSON.stringify(schema, null, 2)}</code></pre>
`;
}
