import { html, raw } from 'hono/html';
import type { Markup } from '../markup.ts';
import { icon } from './icon.ts';
import { homeStyle } from './style.ts';

/** What a person sees at an address that has nothing, and the way back. No script. */
export function missingPage(publicUrl: string): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>There is no such page</title>
<style>${raw(homeStyle)}</style>
</head>
<body>
<header><span aria-hidden="true">${raw(icon)}</span>Tidings</header>
<main>
<h1>There is no such page</h1>
<p class="lede">The address may have a slip in it, or what stood here has moved.</p>
<p class="ways"><a class="first" href="${publicUrl}/">Go to the front page</a><a href="${publicUrl}/admin/">Open the admin</a></p>
</main>
</body>
</html>
`;
}
