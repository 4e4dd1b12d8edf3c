/** A text and its selected range. */
export interface Selection {
  text: string;
  from: number;
  to: number;
}

/** A replacement for a part of a text, and the selection after it. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
  select: [from: number, to: number];
}

/** The formats that the toolbar offers. */
export const markdownFormats = ['bold', 'italic', 'code', 'link', 'list'] as const;
export type MarkdownFormat = (typeof markdownFormats)[number];

const delimiters = { bold: '**', italic: '_', code: '`' };
const placeholders = { bold: 'bold', italic: 'italic', code: 'code' };

/** Applies a format to the selection, or removes it if the selection has it (CommonMark). */
export function applyFormat(selection: Selection, format: MarkdownFormat): TextEdit {
  if (format === 'link') return toggleLink(selection);
  if (format === 'list') return toggleList(selection);
  const { text, from, to } = selection;
  if (format === 'code' && text.slice(from, to).includes('\n')) return fence(selection);
  return toggleDelimiter(selection, delimiters[format], placeholders[format]);
}

function toggleDelimiter(
  { text, from, to }: Selection,
  delimiter: string,
  fallback: string,
): TextEdit {
  const { length } = delimiter;
  const isMarked = text.slice(from - length, from) === delimiter && text.startsWith(delimiter, to);
  if (isMarked && from >= length) {
    const start = from - length;
    const insert = text.slice(from, to);
    return { from: start, to: to + length, insert, select: [start, start + insert.length] };
  }
  const content = text.slice(from, to) || fallback;
  const select: TextEdit['select'] = [from + length, from + length + content.length];
  return { from, to, insert: `${delimiter}${content}${delimiter}`, select };
}

function fence({ text, from, to }: Selection): TextEdit {
  const content = text.slice(from, to);
  const start = from + 4;
  return {
    from,
    to,
    insert: `\`\`\`\n${content}\n\`\`\``,
    select: [start, start + content.length],
  };
}

/** Selects the missing part: the link text if an address was selected, otherwise the address. */
function toggleLink({ text, from, to }: Selection): TextEdit {
  const content = text.slice(from, to);
  if (/^https?:\/\/\S+$/.test(content)) {
    return { from, to, insert: `[](${content})`, select: [from + 1, from + 1] };
  }
  const label = content || 'link';
  const start = from + label.length + 3;
  const address = 'https://';
  return { from, to, insert: `[${label}](${address})`, select: [start, start + address.length] };
}

/** Formats whole lines: all that the selection touches. */
function toggleList({ text, from, to }: Selection): TextEdit {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const isList = lines.every((line) => line.startsWith('- '));
  const insert = lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join('\n');
  return { from: start, to: end, insert, select: [start + insert.length, start + insert.length] };
}
