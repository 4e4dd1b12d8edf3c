import type { Options } from 'rehype-sanitize';

const alignments = ['align', 'left', 'center', 'right'] as const;

/**
 * The elements and attributes that a note's HTML may contain; `render-markdown.ts` removes all
 * others. The list is complete on purpose: hast-util-sanitize fills every missing field with
 * GitHub's more generous defaults. It has no `class`, `style`, `id` or `name`: the HTML is shown in
 * other people's pages, where a class would match the host's style sheet and an id or name would
 * shadow a variable of the host (DOM clobbering).
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
  /** Set on every link. A link's own `rel` is removed: it is not among the attributes. */
  required: { a: { rel: ['noopener', 'nofollow', 'ugc'] } },
  /** Outside these, the HTML parser would move the element, and the HTML would not be stable. */
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
  /** Removed with their contents, which are not prose. Other removed elements leave their text. */
  strip: ['script', 'style', 'template', 'svg', 'math'],
  clobber: [],
  clobberPrefix: '',
  allowComments: false,
  allowDoctypes: false,
} satisfies Options;
