const tabStop = 4;
const firstLine = /^( {0,3}(?:[*+-]|\d{1,9}[.)]))([ \t]*)([^\n]*)/;

/**
 * Returns the source of a list item as a text by itself: without the marker, and with the marker's
 * columns removed from each following line (CommonMark 5.2). Nothing else changes. A tab that
 * extends beyond these columns leaves the spaces beyond them.
 */
export function itemBody(source: string): string {
  const [opening = '', marker = '', padding = '', text = ''] = firstLine.exec(source) ?? [];
  const contentColumn = columnOfContent(marker.length, padding, text);
  const first = withoutColumns(padding, contentColumn - marker.length, marker.length) + text;
  const rest = source
    .slice(opening.length + 1)
    .split('\n')
    .map((line) => withoutColumns(line, contentColumn));
  return [first, ...rest].join('\n').replace(/^\n+/, '').trimEnd();
}

/**
 * More than four spaces after a marker count as one space and indented code; on an empty first
 * line, any number counts as one.
 */
function columnOfContent(markerWidth: number, padding: string, text: string): number {
  const width = columns(padding, markerWidth);
  return markerWidth + (text === '' || width > 4 ? 1 : width);
}

function columns(blank: string, from: number): number {
  let column = from;
  for (const char of blank) column += char === '\t' ? tabStop - (column % tabStop) : 1;
  return column - from;
}

function withoutColumns(line: string, count: number, from = 0): string {
  let column = from;
  let index = 0;
  while (column < from + count && (line[index] === ' ' || line[index] === '\t')) {
    column += columns(line.charAt(index), column);
    index += 1;
  }
  return ' '.repeat(Math.max(0, column - from - count)) + line.slice(index);
}
