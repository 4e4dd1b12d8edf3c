import type { Markup } from '../http/markup.ts';
import { html, raw } from '../http/markup.ts';
import { icon } from './icon.ts';
import { homeStyle } from './style.ts';

/** Returns a page of the instance that belongs to no project: head, name and content. No script. */
export function homeFrame(title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(homeStyle)}</style>
</head>
<body>
<header><span aria-hidden="true">${raw(icon)}</span>Tidings</header>
${content}
</body>
</html>
`;
}
