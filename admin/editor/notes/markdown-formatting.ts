/** A text and what of it is selected. */
export interface Selection {
  text: string;
  from: number;
  to: number;
}

/** What takes the place of a part of a text, and what is selected then. */
export interface Change {
  from: number;
  to: number;
  insert: string;
  select: [from: number, to: number];
}

/** What the toolbar can do to what is selected. */
export const markdownFormats = ['bold', 'italic', 'code', 'link', 'list'] as const;
export type MarkdownFormat = (typeof markdownFormats)[number];

const signs = { bold: '**', italic: '_', code: '`' };
const placeholder = { bold: 'bold', italic: 'italic', code: 'code' };

/** Marks what is selected, or takes the mark away where it has it (CommonMark). */
export function applyFormat(selection: Selection, mark: MarkdownFormat): Change {
  if (mark === 'link') return linked(selection);
  if (mark === 'list') return listed(selection);
  const { text, from, to } = selection;
  if (mark === 'code' && text.slice(from, to).includes('\n')) return fenced(selection);
  return wrapped(selection, signs[mark], placeholder[mark]);
}

function wrapped({ text, from, to }: Selection, sign: string, empty: string): Change {
  const { length } = sign;
  const isMarked = text.slice(from - length, from) === sign && text.startsWith(sign, to);
  if (isMarked && from >= length) {
    const start = from - length;
    const insert = text.slice(from, to);
    return { from: start, to: to + length, insert, select: [start, start + insert.length] };
  }
  const words = text.slice(from, to) || empty;
  const select: Change['select'] = [from + length, from + length + words.length];
  return { from, to, insert: `${sign}${words}${sign}`, select };
}

function fenced({ text, from, to }: Selection): Change {
  const words = text.slice(from, to);
  const start = from + 4;
  return { from, to, insert: `\`\`\`\n${words}\n\`\`\``, select: [start, start + words.length] };
}

/** The part that is still missing is selected: the words of an address, the address of words. */
function linked({ text, from, to }: Selection): Change {
  const words = text.slice(from, to);
  if (/^https?:\/\/\S+$/.test(words)) {
    return { from, to, insert: `[](${words})`, select: [from + 1, from + 1] };
  }
  const shown = words || 'link';
  const start = from + shown.length + 3;
  const address = 'https://';
  return { from, to, insert: `[${shown}](${address})`, select: [start, start + address.length] };
}

/** Whole lines: those that the selection touches. */
function listed({ text, from, to }: Selection): Change {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const isList = lines.every((line) => line.startsWith('- '));
  const insert = lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join('\n');
  return { from: start, to: end, insert, select: [start + insert.length, start + insert.length] };
}
