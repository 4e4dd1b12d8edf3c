import type { Token, Tokens } from 'marked';
import { dateOfLine } from './dates.ts';
import { kindOfGroup } from './kinds.ts';
import { itemBody } from './list-items.ts';
import { lexTopLevel } from './top-level.ts';

/**
 * One piece of a changelog, in file order. Lines count from 1. `text` is the heading without its
 * markup, the item without its bullet, or the reason that a block is `unreadable`; otherwise it is
 * the source. Consecutive paragraphs, code, quotations and tables are one `prose` block. An
 * `ornament` has nothing to read: a rule, a comment, a lone tag.
 */
export interface Block {
  kind: 'heading' | 'date' | 'item' | 'prose' | 'definition' | 'ornament' | 'unreadable';
  line: number;
  lastLine: number;
  text: string;
  source: string;
  /** 1–6 for a heading, 7 for a bold line that serves as one, otherwise 0. */
  level: number;
}

/** Below Markdown's six levels. */
const boldLevel = 7;

/** Splits a changelog into blocks. Each line that is not blank is in the `source` of one block. */
export function readBlocks(markdown: string): Block[] {
  const text = markdown.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const tokens = lexTopLevel(text);
  return tokens ? joinBlocks(tokens) : [unreadable(span(text, 1), 'nested too deeply or too long')];
}

function joinBlocks(tokens: Token[]): Block[] {
  const blocks: Block[] = [];
  let line = 1;
  for (const token of tokens) {
    for (const block of blocksOf(token, line)) append(blocks, block);
    line += countLineEnds(token.raw);
  }
  return blocks;
}

function blocksOf(token: Token, line: number): Block[] {
  const block = { ...span(token.raw, line), level: 0 };
  switch (token.type) {
    case 'space':
      return [];
    case 'list':
      return itemsOf(token as Tokens.List, line);
    case 'heading':
      return [{ ...block, kind: 'heading', text: token.text, level: token.depth }];
    case 'def':
      return [{ ...block, kind: 'definition' }];
    case 'hr':
      return [{ ...block, kind: 'ornament' }];
    case 'html':
      return [readHtml(block)];
    case 'paragraph':
    case 'code':
      return [readParagraph(block)];
    default:
      return [{ ...block, kind: 'prose' }];
  }
}

function itemsOf(list: Tokens.List, firstLine: number): Block[] {
  let line = firstLine;
  return list.items.map(({ raw }) => {
    const item = span(raw, line);
    line += countLineEnds(raw);
    return { ...item, text: itemBody(item.source), kind: 'item', level: 0 };
  });
}

type Span = Pick<Block, 'source' | 'text' | 'line' | 'lastLine'>;

/** Trims white space, including characters that Markdown does not count as blank. */
function span(raw: string, line: number): Span {
  const gap = /^(?:\s*\n)?/.exec(raw)?.[0] ?? '';
  const source = raw.slice(gap.length).trimEnd();
  const first = line + countLineEnds(gap);
  return { source, text: source, line: first, lastLine: first + countLineEnds(source) };
}

function readParagraph(block: Omit<Block, 'kind'>): Block {
  const { source } = block;
  const bold = /^ {0,3}(\*\*|__)([^*_\n]{1,100})\1:?$/.exec(source)?.[2];
  if (bold !== undefined && kindOfGroup(bold)) {
    return { ...block, kind: 'heading', text: bold, level: boldLevel };
  }
  if (dateOfLine(source)) return { ...block, kind: 'date' };
  return /^ {0,3}</.test(source) ? readHtml(block) : { ...block, kind: 'prose' };
}

function readHtml(block: Omit<Block, 'kind'>): Block {
  const visible = withoutComments(block.source);
  if (visible === undefined) return unreadable(block, 'a comment that is never closed');
  const isVisible =
    /<(?:img|picture|video|audio|iframe|svg)\b/i.test(visible) ||
    visible.replace(/<[^<>]*>/g, '').trim() !== '';
  return { ...block, kind: isVisible ? 'prose' : 'ornament' };
}

function unreadable(span: Span, why: string): Block {
  return { ...span, kind: 'unreadable', text: why, level: 0 };
}

/** Returns undefined if a comment is never closed, because it hides the rest of the file. */
function withoutComments(source: string): string | undefined {
  let visible = '';
  let from = 0;
  for (let open = source.indexOf('<!--'); open >= 0; open = source.indexOf('<!--', from)) {
    const close = source.indexOf('-->', open + 2);
    if (close < 0) return undefined;
    visible += source.slice(from, open);
    from = close + 3;
  }
  return visible + source.slice(from);
}

/** Appends a block. Prose is joined to the prose before it, with the blank lines between them. */
function append(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (last?.kind !== 'prose' || block.kind !== 'prose') {
    blocks.push(block);
    return;
  }
  last.source += '\n'.repeat(block.line - last.lastLine) + block.source;
  last.text = last.source;
  last.lastLine = block.lastLine;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
