import ts from 'typescript';

// The parts of a file that are sentences: comments, titles of tests, Markdown without code.

/** Markdown with its fenced code blanked, so that each character stays where it was. */
export function withoutCodeBlocks(markdown: string): string {
  return blank(markdown, /^ *(```|~~~).*\n(?:[\s\S]*?\n)? *\1 *$/gm);
}

interface Span {
  start: number;
  end: number;
}

/** A source file's comments and the titles of its tests, with everything else blanked. */
export function commentsAndTitles(path: string, text: string): string {
  const literals = literalsIn(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const code = withoutSpans(text, literals);
  const comments = [...code.matchAll(/\/\/.*|\/\*[\s\S]*?\*\//g)].map(({ index, 0: comment }) => {
    return { start: index, end: index + comment.length };
  });
  const titles = literals.filter(({ isTitle }) => isTitle);
  return onlySpans(
    text,
    [...comments, ...titles].sort((a, b) => a.start - b.start),
  );
}

interface Literal extends Span {
  /** Whether it says what a test is about. */
  isTitle: boolean;
}

/** Strings, parts of templates and regular expressions, all of which may hold what looks like a comment. */
function literalsIn(node: ts.Node): Literal[] {
  if (ts.isLiteralExpression(node) || isPartOfTemplate(node)) {
    return [{ start: node.getStart(), end: node.end, isTitle: isTitle(node) }];
  }
  const found: Literal[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...literalsIn(child));
  });
  return found;
}

function isPartOfTemplate(node: ts.Node): boolean {
  return ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

function isTitle(node: ts.Node): boolean {
  let whole = node;
  if (isPartOfTemplate(node)) whole = ts.isTemplateHead(node) ? node.parent : node.parent.parent;
  const call = whole.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== whole) return false;
  let callee: ts.Expression = call.expression;
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) {
    callee = callee.expression;
  }
  return /^(describe|test|onEachDatabase)$/.test(callee.getText());
}

/** The text with each match replaced by as many spaces; line breaks stay. */
export function blank(text: string, pattern = /[\s\S]+/g): string {
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, ' '));
}

/** The spans are in order. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  for (const { start, end } of spans) {
    result += text.slice(result.length, start) + blank(text.slice(start, end));
  }
  return result + text.slice(result.length);
}

function onlySpans(text: string, spans: readonly Span[]): string {
  let result = '';
  for (const { start, end } of spans) {
    result += blank(text.slice(result.length, start)) + text.slice(start, end);
  }
  return result;
}
