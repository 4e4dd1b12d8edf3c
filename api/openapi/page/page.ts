import { html, raw } from 'hono/html';
import type { Markup } from '../../http/markup.ts';
import { howToCall } from '../how-to-call.ts';
import type { OpenApiDocument } from '../openapi.ts';
import { statusMeanings } from '../reply-descriptions.ts';
import { code, prose } from './prose.ts';
import { type DocumentedRoute, route, routeLink, routesOf } from './routes.ts';
import type { JsonSchema } from './schema.ts';
import { shape } from './shapes.ts';
import { docsStyle } from './style.ts';

interface Chapter {
  name: string;
  description?: string;
  routes: DocumentedRoute[];
}

/** Returns the API reference as a page without script: how to call it, all routes, all objects. */
export function docsPage(document: OpenApiDocument): Markup {
  const { info, tags = [], components } = document;
  const schemas = Object.entries(components.schemas ?? {}) as [string, JsonSchema][];
  const chapters = tags
    .map((tag) => ({ ...tag, routes: routesOf(document, tag.name) }))
    .filter(({ routes }) => routes.length > 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API reference</title>
<style>${raw(docsStyle)}</style>
</head>
<body>
<main>
<h1>${info.title} API reference</h1>
<p>Release notes and feedback for your product. This reference is also available as OpenAPI 3.1:
<a href="openapi.json">openapi.json</a>.</p>
${contents(chapters, schemas)}
${introduction()}
${chapters.map(chapter)}
<h2 id="shapes">Schemas</h2>
<p>The bodies of requests and replies. A name such as ${code('notes[].title')} is a field of each
item of a list.</p>
${schemas.map(shape)}
</main>
</body>
</html>`;
}

function contents(chapters: Chapter[], schemas: [string, JsonSchema][]): Markup {
  return html`<nav aria-label="Contents">
<p><a href="#how-to-call-it">Using the API</a> · <a href="#shapes">Schemas</a></p>
${chapters.map(
  ({ name, routes }) => html`<h2><a href="#chapter-${name}">${name}</a></h2>
<ul class="routes">${routes.map(routeLink)}</ul>`,
)}
<h2><a href="#shapes">Schemas</a></h2>
<ul class="shapes">${schemas.map(([id]) => html`<li><a href="#${id}">${id}</a></li>`)}</ul>
</nav>`;
}

function introduction(): Markup {
  return html`<h2 id="how-to-call-it">Using the API</h2>
<dl>${howToCall.map(({ topic, text }) => html`<dt>${topic}</dt><dd>${prose(text)}</dd>`)}</dl>
<h3>Error statuses</h3>
<dl class="statuses">${Object.entries(statusMeanings).map(
    ([status, why]) => html`<dt id="status-${status}">${status}</dt><dd>${prose(why)}</dd>`,
  )}</dl>`;
}

function chapter({ name, description = '', routes }: Chapter): Markup {
  return html`<h2 id="chapter-${name}">${name}</h2>
<p>${prose(description)}</p>
${routes.map(route)}`;
}
