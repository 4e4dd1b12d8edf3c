import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import ts from 'typescript';

/** One of our source files, parsed. */
export interface Source {
  path: string;
  lines: number;
  imports: Import[];
  /** Exported declarations, and whether a docstring stands before each. */
  exported: ExportedName[];
  /** Each function with its own lines, without those of functions inside it. */
  functions: { name: string; lines: number }[];
  /** Expressions of interest, as `process.env` or `new Date()`. */
  expressions: string[];
  /** Forbidden constructs: `default export`, `enum`, `namespace`, `decorator`. */
  constructs: string[];
}

export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  target: string;
  typesOnly: boolean;
}

export interface ExportedName {
  name: string;
  kind: 'function' | 'class' | 'const' | 'type';
  documented: boolean;
}

/** All TypeScript below these folders, parsed, by path. A folder that has no file yet is not there. */
export function readSources(folders: string[]): Source[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const paths = names.filter(isSource).map((name) => join(folder, name));
      return paths.sort().map((path) => parseSource(path, readFileSync(path, 'utf8')));
    });
}

/** Declarations of a package without types follow that package, not us. */
function isSource(name: string): boolean {
  return name.endsWith('.ts') && !name.endsWith('.d.ts');
}

/** Parses one file's text; `path` is where it would stand. */
export function parseSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const source: Source = {
    path,
    lines: text.split('\n').length - 1,
    imports: [],
    exported: file.statements.flatMap((statement) => exportsOf(statement)),
    functions: [],
    expressions: [],
    constructs: [],
  };
  visit(file, file, source);
  return source;
}

function visit(node: ts.Node, file: ts.SourceFile, source: Source): void {
  const imported = importOf(node, source.path);
  if (imported) source.imports.push(imported);
  if (ts.isFunctionLike(node)) source.functions.push(measure(node, file));
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isCallExpression(node)
  ) {
    source.expressions.push(node.getText(file));
  }
  source.constructs.push(...constructsOf(node));
  ts.forEachChild(node, (child) => visit(child, file, source));
}

function importOf(node: ts.Node, from: string): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    const typesOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return importAt(node.moduleSpecifier, from, typesOnly);
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return importAt(node.moduleSpecifier, from, node.isTypeOnly);
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return dynamic && node.arguments[0] ? importAt(node.arguments[0], from, false) : undefined;
}

function importAt(specifier: ts.Expression, from: string, typesOnly: boolean): Import | undefined {
  if (!ts.isStringLiteral(specifier)) return undefined;
  return { target: resolve(specifier.text, from), typesOnly };
}

function resolve(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function exportsOf(statement: ts.Statement): ExportedName[] {
  if (!ts.canHaveModifiers(statement)) return [];
  const modifiers = ts.getModifiers(statement) ?? [];
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  const documented = ts.getJSDocCommentsAndTags(statement).length > 0;
  return declarationsOf(statement).map(({ name, kind }) => ({ name, kind, documented }));
}

function declarationsOf(statement: ts.Statement): Pick<ExportedName, 'name' | 'kind'>[] {
  if (ts.isVariableStatement(statement)) {
    const names = statement.declarationList.declarations.map((one) => one.name.getText());
    return names.map((name) => ({ name, kind: 'const' }));
  }
  if (ts.isFunctionDeclaration(statement)) return [declarationOf(statement, 'function')];
  if (ts.isClassDeclaration(statement)) return [declarationOf(statement, 'class')];
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return isType ? [declarationOf(statement, 'type')] : [];
}

function declarationOf(node: { name?: ts.Identifier }, kind: ExportedName['kind']) {
  return { name: node.name?.text ?? 'default', kind };
}

function measure(node: ts.SignatureDeclaration, file: ts.SourceFile) {
  const name = node.name?.getText(file) ?? `the function at line ${firstLine(node, file) + 1}`;
  return { name, lines: linesOf(node, file) - innerLines(node, file) };
}

function linesOf(node: ts.Node, file: ts.SourceFile): number {
  return file.getLineAndCharacterOfPosition(node.end).line - firstLine(node, file) + 1;
}

function firstLine(node: ts.Node, file: ts.SourceFile): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line;
}

/** Lines of the functions inside: they are measured by themselves, and leave one line each. */
function innerLines(node: ts.Node, file: ts.SourceFile): number {
  let sum = 0;
  ts.forEachChild(node, (child) => {
    sum += ts.isFunctionLike(child) ? linesOf(child, file) - 1 : innerLines(child, file);
  });
  return sum;
}

function constructsOf(node: ts.Node): string[] {
  if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
    return isDefaultExport(node) ? ['default export'] : [];
  }
  if (ts.isEnumDeclaration(node)) return ['enum'];
  if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) return ['namespace'];
  return ts.isDecorator(node) ? ['decorator'] : [];
}

/** The word also begins the last branch of a `switch`, which is no export. */
function isDefaultExport(node: ts.Node): boolean {
  return ts.isExportAssignment(node) || !ts.isDefaultClause(node.parent);
}

/** The words of a name: `publishedAt`, `published_at` and `published-at` are both published and at. */
export function wordsOf(name: string): string[] {
  const spaced = basename(name, '.ts').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return spaced.toLowerCase().split(/[^a-z0-9]+/);
}
