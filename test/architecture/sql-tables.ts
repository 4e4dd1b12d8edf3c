import ts from 'typescript';

// Which tables the SQL of a source file names, in Kysely's calls and in SQL text.

const calls =
  /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|using|table|\w+Join(Lateral)?)$/;
/** After each keyword, one table or several with commas between them, each with an optional alias. */
const keywords =
  /\b(?:from|join|into|update|using)\s+((?:"?\w+"?(?:\s+(?:as\s+)?"?\w+"?)?\s*,\s*)*"?\w+"?)/gi;

/**
 * The tables, of those given, that a file's SQL reads or writes, sorted. Comments do not count. If a
 * call gets its table from a variable, every one of the tables counts that the file lists: as a string,
 * or as a property that is `true`.
 */
export function tablesNamed(text: string, tables: readonly string[]): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const nodes = [...descendants(file)];
  const named = nodes.flatMap((node) => [...tablesInCall(node), ...tablesInText(node)]);
  const all = nodes.some(hasVariableTable) ? [...named, ...nodes.flatMap(tableCandidates)] : named;
  return [...new Set(all)].filter((name) => tables.includes(name)).sort();
}

/** The tables of the row types in a file of `api/db/schema/`: the properties of each `…Schema`. */
export function tablesOfSchema(text: string): string[] {
  const file = ts.createSourceFile('schema.ts', text, ts.ScriptTarget.Latest, true);
  return file.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text.endsWith('Schema'))
    .flatMap(({ members }) => members.map((member) => member.name?.getText(file) ?? ''));
}

function* descendants(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  yield node;
  for (const child of children) yield* descendants(child);
}

function tableArgument(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return calls.test(name.getText()) ? node.arguments[0] : undefined;
}

function tablesInCall(node: ts.Node): string[] {
  const argument = tableArgument(node);
  if (!argument) return [];
  const parts = ts.isArrayLiteralExpression(argument) ? argument.elements : [argument];
  return parts.flatMap((part) => (ts.isStringLiteralLike(part) ? [firstWord(part.text)] : []));
}

function hasVariableTable(node: ts.Node): boolean {
  const argument = tableArgument(node);
  return argument !== undefined && ts.isIdentifier(argument);
}

/** A word that may be a variable’s table. Types only say whose columns a query may compare. */
function tableCandidates(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return ts.isLiteralTypeNode(node.parent) ? [] : [node.text];
  const isMarked =
    ts.isPropertyAssignment(node) && node.initializer.kind === ts.SyntaxKind.TrueKeyword;
  return isMarked ? [node.name.getText()] : [];
}

function tablesInText(node: ts.Node): string[] {
  const texts = [...textOf(node).matchAll(keywords)].map(([, list = '']) => list);
  return texts.flatMap((list) => list.split(',')).map((part) => firstWord(part.trim()));
}

/** The text of a string or template; each value within it stands as a question mark. */
function textOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return '';
  return node.head.text + node.templateSpans.map(({ literal }) => `?${literal.text}`).join('');
}

/** `person` of `person as p`, and of `"person" as p`. */
function firstWord(text: string): string {
  return (text.split(/\s/)[0] ?? '').replaceAll('"', '');
}
