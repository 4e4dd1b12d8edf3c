import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Names that leave the process, by where they are seen: each list sorted, without repetition. */
export type OutsideNames = Record<string, string[]>;

const browserFolders = ['widget', 'admin'];

/** What is read from the source: names that browsers, hosts and operators see. */
export function namesInSource(): OutsideNames {
  // What the guide tells hosts, with what the elements say themselves.
  const widget = `${readFileSync('docs/embedding.md', 'utf8')}\n${textOf('widget')}`;
  const browser = browserFolders.map(textOf).join('\n');
  const all = [...browserFolders, 'api', 'demo'].map(textOf).join('\n');
  return {
    'CSS variables': matchesOf(widget, /--tidings-[a-z][a-z-]*[a-z]/g),
    parts: sorted(
      matchesOf(widget, /\b(?:export)?parts?(?:="|', '| = ')([^"'$]+)/g)
        .join(' ')
        .split(/,? /),
    ),
    elements: matchesOf(widget, /['"<](tidings-[a-z-]+)\b/g),
    'data attributes': matchesOf(widget, /\bdata-[a-z-]+[a-z]/g),
    'storage keys': matchesOf(
      browser,
      /(?:device|visitor|storage)\.(?:get|set)(?:<[^>]*>)?\('(\w+)'/g,
    ),
    'storage prefixes': matchesOf(browser, /['"`](tidings[:-][\w:-]*)/g),
    'addresses of scripts': matchesOf(all, /\/v1\/[a-z]+\.js/g),
    'error codes': matchesOf(readFileSync('api/errors.ts', 'utf8'), /^ {2}(\w+): \d{3},/gm),
    environment: matchesOf(readFileSync('api/config.ts', 'utf8'), /\b[A-Z][A-Z_]{3,}\b/g),
    'keys of log lines': logKeys(),
  };
}

/** What the API's document names. */
export function namesInDocument(document: unknown): OutsideNames {
  const names: Record<string, Set<string>> = {};
  const addName = (kind: string, name: unknown) => {
    names[kind] ??= new Set();
    names[kind].add(String(name));
  };
  visit(document, (key, value) => {
    if (key === 'operationId') addName('operation ids', value);
    if (key === 'properties')
      for (const name of Object.keys(value as object)) addName('fields', name);
    if (key === 'enum') for (const one of value as unknown[]) addName('words', one);
    if (key === 'headers')
      for (const name of Object.keys(value as object)) addName('headers', name);
    if (key === 'parameters' && Array.isArray(value)) {
      for (const { name } of value as { name?: string }[]) if (name) addName('parameters', name);
    }
    if (key === 'paths') {
      for (const [path, item] of Object.entries(value as object)) {
        for (const method of Object.keys(item))
          addName('routes', `${method.toUpperCase()} ${path}`);
      }
    }
  });
  return Object.fromEntries(Object.entries(names).map(([kind, set]) => [kind, [...set].sort()]));
}

function visit(node: unknown, onEntry: (key: string, value: unknown) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (value !== null && value !== undefined) onEntry(key, value);
    visit(value, onEntry);
  }
}

function matchesOf(text: string, pattern: RegExp): string[] {
  return sorted([...text.matchAll(pattern)].map(([match, part]) => part ?? match));
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function textOf(folder: string): string {
  return pathsIn(folder)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

function pathsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/** The keys of the objects that are given to a log. */
function logKeys(): string[] {
  const keys = new Set<string>();
  const walk = (node: ts.Node, file: ts.SourceFile): void => {
    if (
      ts.isCallExpression(node) &&
      /\blog\.(info|warn|error)$/.test(node.expression.getText(file))
    ) {
      const [fields] = node.arguments;
      if (fields && ts.isObjectLiteralExpression(fields)) {
        for (const { name } of fields.properties) if (name) keys.add(name.getText(file));
      }
    }
    ts.forEachChild(node, (child) => walk(child, file));
  };
  for (const path of pathsIn('api')) {
    const file = ts.createSourceFile(
      path,
      readFileSync(path, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    walk(file, file);
  }
  return [...keys].sort();
}
