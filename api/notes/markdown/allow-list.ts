import type { Options } from 'rehype-sanitize';

const alignments = ['align', 'left', 'center', 'right'] as const;

/**
 * All that a note's HTML may consist of; `render-markdown.ts` removes everything else. It is complete
 * on purpose: hast-util-sanitize fills every field left out with GitHub's more generous defaults.
 * No `class`, `style`, `id` or `name`: the HTML lives in other people's pages, where a class finds
 * the host's style sheet and an id or name shadows a variable of the host (DOM clobbering).
 */
export const allowList = {
  tagNames: [
    ...['p', 'div', 'br', 'hr', 'blockquote', 'pre', 'details', 'summary'],
    ...['h4', 'h5', 'h6'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    ...['a', 'strong', 'b', 'em', 'i', 'del', 's', 'ins', 'mark', 'code', 'kbd', 'sub', 'sup'],
  ],
  attributes: {
    a: ['href', 'title', ['target', '_blank']],
    details: ['open'],
    ol: [['start', /^\d{1,9}$/]],
    td: [[...alignments]],
    th: [[...alignments]],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  /** Given to every link, whatever it said of itself: `rel` is not among the attributes. */
  required: { a: { rel: ['noopener', 'nofollow', 'ugc'] } },
  /** Outside of these the HTML parser would move the element, and the text would not be stable. */
  ancestors: {
    li: ['ul', 'ol'],
    caption: ['table'],
    thead: ['table'],
    tbody: ['table'],
    tfoot: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
  },
  /** Taken away with all they hold, for it is no prose; of other elements the text is kept. */
  strip: ['script', 'style', 'template', 'svg', 'math'],
  clobber: [],
  clobberPrefix: '',
  allowComments: false,
  allowDoctypes: false,
} satisfies Options;
