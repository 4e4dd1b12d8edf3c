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
    'CSS variables': found(widget, /--tidings-[a-z][a-z-]*[a-z]/g),
    parts: sorted(
      found(widget, /\b(?:export)?parts?(?:="|', '| = ')([^"'$]+)/g)
        .join(' ')
        .split(/,? /),
    ),
    elements: found(widget, /['"<](tidings-[a-z-]+)\b/g),
    'data attributes': found(widget, /\bdata-[a-z-]+[a-z]/g),
    'storage keys': found(browser, /(?:device|visitor|storage)\.(?:get|set)(?:<[^>]*>)?\('(\w+)'/g),
    'storage prefixes': found(browser, /['"`](tidings[:-][\w:-]*)/g),
    'addresses of scripts': found(all, /\/v1\/[a-z]+\.js/g),
    'error codes': found(readFileSync('api/errors.ts', 'utf8'), /^ {2}(\w+): \d{3},/gm),
    environment: found(readFileSync('api/config.ts', 'utf8'), /\b[A-Z][A-Z_]{3,}\b/g),
    'keys of log lines': logKeys(),
  };
}

/** What the API's document names. */
export function namesInDocument(document: unknown): OutsideNames {
  const names: Record<string, Set<string>> = {};
  const add = (kind: string, name: unknown) => {
    names[kind] ??= new Set();
    names[kind].add(String(name));
  };
  visit(document, (key, value) => {
    if (key === 'operationId') add('operation ids', value);
    if (key === 'properties') for (const name of Object.keys(value as object)) add('fields', name);
    if (key === 'enum') for (const one of value as unknown[]) add('words', one);
    if (key === 'headers') for (const name of Object.keys(value as object)) add('headers', name);
    if (key === 'parameters' && Array.isArray(value)) {
      for (const { name } of value as { name?: string }[]) if (name) add('parameters', name);
    }
    if (key === 'paths') {
      for (const [path, item] of Object.entries(value as object)) {
        for (const method of Object.keys(item)) add('routes', `${method.toUpperCase()} ${path}`);
      }
    }
  });
  return Object.fromEntries(Object.entries(names).map(([kind, set]) => [kind, [...set].sort()]));
}

function visit(node: unknown, see: (key: string, value: unknown) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (value !== null && value !== undefined) see(key, value);
    visit(value, see);
  }
}

function found(text: string, pattern: RegExp): string[] {
  return sorted([...text.matchAll(pattern)].map(([whole, part]) => part ?? whole));
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
  const look = (node: ts.Node, file: ts.SourceFile): void => {
    if (
      ts.isCallExpression(node) &&
      /\blog\.(info|warn|error)$/.test(node.expression.getText(file))
    ) {
      const [given] = node.arguments;
      if (given && ts.isObjectLiteralExpression(given)) {
        for (const { name } of given.properties) if (name) keys.add(name.getText(file));
      }
    }
    ts.forEachChild(node, (child) => look(child, file));
  };
  for (const path of pathsIn('api')) {
    const file = ts.createSourceFile(
      path,
      readFileSync(path, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    look(file, file);
  }
  return [...keys].sort();
}
