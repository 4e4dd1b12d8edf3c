import type { html as htmlTag } from 'hono/html';

// Pages of features import these, so that they depend on nothing else of the HTTP server.
export { html, raw } from 'hono/html';

/** Part of a page. The result of `html` is already escaped; text is escaped on insertion. */
export type Markup = ReturnType<typeof htmlTag> | string;
