import { html, type Markup, raw } from '../../http/markup.ts';
import type { PublicChangelog } from '../changelog.ts';
import { type Style, styleFor } from './style.ts';

/** The contents of a page's head, apart from the style sheet. */
export interface Head {
  title: string;
  rest: Markup;
}

/** Renders a whole page of a project, with its header and footer, and no script. */
export function projectDocument(
  { name, url, addresses, style }: PublicChangelog,
  { head, main }: { head: Head; main: Markup },
): Markup {
  const [initial = ''] = name.toUpperCase();
  const body = html`<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="product" href="${addresses.home}"><span class="mark" aria-hidden="true">${initial}</span><span dir="auto">${name}</span></a>
${url && html`<a href="${url}" rel="noopener">${hostOf(url)}</a>`}
</header>
<main id="main">${main}</main>
<footer class="foot"><p>Release notes for ${url ? html`<a href="${url}" rel="noopener">${name}</a>` : name}</p><p>Powered by Tidings</p></footer>`;
  return htmlDocument(style, head, body);
}

const plainStyle = styleFor({});

/** The heading of each error page, and its sentence if the error's own message is for programs. */
const errorTexts: Record<number, [title: string, sentence?: string]> = {
  404: ['Page not found'],
  422: [
    'This address is not valid',
    'Remove everything after the question mark to see the newest releases.',
  ],
  429: ['Too many requests'],
  503: [
    'Back in a moment',
    'These release notes cannot be loaded right now. Try again in a minute.',
  ],
};

/**
 * Renders a page that explains an error in a sentence that a person can act on. The page belongs to
 * no project, so it links to the installation's front page, at `publicUrl`.
 */
export function errorDocument(
  status: number,
  message: string,
  publicUrl: string,
): { page: Markup; style: Style } {
  const [title, sentence = message] = errorTexts[status] ?? ['Something went wrong'];
  const rest = html`<meta name="robots" content="noindex">`;
  const body = html`<main class="opening"><h1>${title}</h1><p class="lede">${sentence}</p>
<p><a href="${publicUrl}/">Go to the front page</a></p></main>`;
  return { page: htmlDocument(plainStyle, { title, rest }, body), style: plainStyle };
}

function htmlDocument(style: Style, { title, rest }: Head, body: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${rest}
<style>${raw(style.text)}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}
