/**
 * Counts a changelog line by line, knowing only how that one file writes its versions and items:
 * no tokens, no Markdown. What the reader is checked against.
 */
export interface LineConvention {
  version: RegExp;
  item: RegExp;
  /** Lines that are part of no entry, such as a date on a line of its own. */
  ignored?: RegExp;
}

export interface LineCount {
  versions: number;
  entries: number;
  /** How many entries stand under each heading of group; '' where there is none. */
  byGroup: Record<string, number>;
}

export function countLines(text: string, { version, item, ignored }: LineConvention): LineCount {
  const count: LineCount = { versions: 0, entries: 0, byGroup: {} };
  let group = '';
  let previous: 'heading' | 'item' | 'prose' = 'heading';
  let afterBlank = true;
  for (const line of text.split(/\r?\n/)) {
    const startsProse =
      previous === 'heading' || (previous === 'item' && afterBlank && /^\S/.test(line));
    if (version.test(line)) {
      count.versions += 1;
      group = '';
      previous = 'heading';
    } else if (/^#|^[=-]+$/.test(line)) {
      group = line.replace(/^[#\s]+/, '');
      previous = 'heading';
    } else if (line.trim() !== '' && !ignored?.test(line) && !/^\[[^\]]+\]: /.test(line)) {
      const isItem = item.test(line);
      if (isItem || startsProse) {
        if (count.versions > 0) {
          count.entries += 1;
          count.byGroup[group] = (count.byGroup[group] ?? 0) + 1;
        }
        previous = isItem ? 'item' : 'prose';
      }
    }
    afterBlank = line.trim() === '';
  }
  return count;
}
