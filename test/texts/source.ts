import ts from 'typescript';

/** Templates of other languages than a person's. */
const otherLanguages = ['css', 'sql', 'String.raw'];

/**
 * The texts of a source file that may be for people: string literals and templates that read like
 * words, in order. An expression in a template is shown as `{…}`, and markup is left out. A few texts
 * too many are better than one too few.
 */
export function textsInSource(path: string, source: string): { line: number; text: string }[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const texts: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (isOtherLanguage(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    for (const text of passages(node)) texts.push({ line: lineOf(file, node), text });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

function passages(node: ts.Node): string[] {
  if (ts.isStringLiteral(node)) return readsLikeWords(node.text) ? [node.text] : [];
  if (ts.isNoSubstitutionTemplateLiteral(node)) return withoutMarkup(node.text);
  if (!ts.isTemplateExpression(node)) return [];
  const parts = node.templateSpans.map(({ literal }) => `{…}${literal.text}`);
  return withoutMarkup([node.head.text, ...parts].join(''));
}

/** The texts between tags and in attributes that people read. */
function withoutMarkup(template: string): string[] {
  const labels = template.matchAll(
    /\s(?:\.?(?:label|hint|title|placeholder|summary)|aria-label|alt)="([^"]+)"/g,
  );
  const between = template.split(/<[^<>]*>/);
  return [...between, ...[...labels].map(([, label = '']) => label)]
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter(readsLikeWords);
}

/** Two words, or one with a capital: not a name, a selector or a media type. */
function readsLikeWords(text: string): boolean {
  const words = text.replace(/\{…\}|&\w+;/g, ' ').trim();
  return /\p{L}{2,}[^\p{L}]*\s+\S*\p{L}/u.test(words) || /^\p{Lu}\p{Ll}+[.…:?]?$/u.test(words);
}

function isOtherLanguage(node: ts.Node): boolean {
  if (!ts.isTaggedTemplateExpression(node)) return false;
  return otherLanguages.some((tag) => node.tag.getText().startsWith(tag));
}

function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
