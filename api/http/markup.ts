import type { html as htmlTag } from 'hono/html';

// Features draw their pages with these, and know no more of what serves them.
export { html, raw } from 'hono/html';

/** A piece of a page: what `html` made is escaped already, and text will be where it is put in. */
export type Markup = ReturnType<typeof htmlTag> | string;
