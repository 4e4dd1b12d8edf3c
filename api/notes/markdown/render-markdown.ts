import type { Root } from 'hast';
import { Marked } from 'marked';
import rehypeParse from 'rehype-parse';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import { AppError } from '../../errors.ts';
import { allowList } from './allow-list.ts';
import { shapeNote } from './note-shape.ts';

const maxHtmlChars = 1024 * 1024;
const maxRounds = 8;

/** Only raw HTML and references such as `&#13;` can read differently when they are parsed again. */
const unstableMarkup = /[<&]/;

/** GitHub Flavored Markdown 6.11: tags that would swallow the rest of the text stay visible. */
const swallowingTags =
  /<(?=\/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)(?![\w-]))/gi;

const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    html: ({ text }) => text.replace(swallowingTags, '&lt;'),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

const html5 = unified()
  .use(rehypeParse, { fragment: true })
  .use(rehypeSanitize, allowList)
  .use(rehypeStringify, { characterReferences: { useNamedReferences: true } })
  .freeze();

/**
 * Returns the clean HTML of a note: GitHub Flavored Markdown, with relative addresses resolved
 * against `baseUrl` and nothing outside the allow-list. The HTML is stable: a browser that parses
 * it and serialises it gets the same. Slow on hostile input, so only the render worker calls it.
 * Throws `markdown_too_complex`.
 */
export function renderMarkdown(markdown: string, baseUrl?: string): string {
  try {
    const tree = html5.parse(marked.parse(markdown, { async: false }));
    shapeNote(tree, baseUrl);
    const html = clean(tree);
    return unstableMarkup.test(markdown) ? sanitizeUntilStable(html) : html;
  } catch (error) {
    // The parsers are recursive, so deep nesting exhausts their stack.
    throw error instanceof RangeError ? tooComplexError(error) : error;
  }
}

function clean(tree: Root): string {
  const html = html5.stringify(html5.runSync(tree)).trimEnd();
  if (html.length > maxHtmlChars) throw tooComplexError();
  return html;
}

/**
 * Removing an element can leave a nesting that HTML does not allow (`<p><p>`), which a browser
 * parses as something else: this is how mutation XSS works. So the HTML is parsed and cleaned again
 * until nothing changes.
 */
function sanitizeUntilStable(first: string): string {
  let html = first;
  for (let round = 0; round < maxRounds; round += 1) {
    const cleaned = clean(html5.parse(html));
    if (cleaned === html) return html;
    html = cleaned;
  }
  throw tooComplexError();
}

function tooComplexError(cause?: unknown): AppError {
  return new AppError(
    'markdown_too_complex',
    'This Markdown is too complex to render. Simplify or split it.',
    {
      cause,
    },
  );
}
