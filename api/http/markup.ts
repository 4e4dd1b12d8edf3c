import type { html } from 'hono/html';

/** A piece of a page: what `html` made is escaped already, and text will be where it is put in. */
export type Markup = ReturnType<typeof html> | string;
