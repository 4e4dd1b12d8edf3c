import type { Markup } from '../http/markup.ts';
import { html } from '../http/markup.ts';
import { homeFrame } from './frame.ts';

/** Returns the page for an address that does not exist, with a link to the home page. */
export function notFoundPage(publicUrl: string): Markup {
  const title = 'Page not found';
  return homeFrame(
    title,
    html`<main>
<h1>${title}</h1>
<p class="lede">The address may be wrong, or the page may have moved.</p>
<p class="ways"><a class="first" href="${publicUrl}/">Go to the front page</a><a href="${publicUrl}/admin/">Open dashboard</a></p>
</main>`,
  );
}
