import { posix } from 'node:path';
import { blank, commentsAndTitles, withoutCodeBlocks } from './prose.ts';

// Which documents, decisions and promises a file refers to, and whether they exist. In source files
// only comments and the titles of tests count: other text is data.

/** Every file by its path from the root. The text matters for Markdown only. */
export type Files = ReadonlyMap<string, string>;

interface Reference {
  /** Where it begins in the file. */
  index: number;
  /** As it is written. */
  text: string;
  exists: boolean;
}

/** References of a file to what does not exist, in order, each as `path:line: reference`. */
export function brokenReferences(path: string, files: Files): string[] {
  const text = files.get(path) ?? '';
  const prose = path.endsWith('.md') ? withoutCodeBlocks(text) : commentsAndTitles(path, text);
  const found = [
    ...(path.endsWith('.md') ? linksIn(prose, path, files) : []),
    ...documentsIn(blank(prose, /\]\([^)]*\)/g), path, files),
    ...decisionsIn(prose, files),
    ...promisesIn(prose, files),
  ];
  const broken = found.filter(({ exists }) => !exists).sort((a, b) => a.index - b.index);
  return broken.map(({ index, text: written }) => {
    return `${path}:${text.slice(0, index).split('\n').length}: ${written}`;
  });
}

/** Numbers of the promises in docs/promises.md, each with its row. */
export function promisesOf(files: Files): Map<string, string> {
  const rows = (files.get('docs/promises.md') ?? '').matchAll(/^\| (R\d+) \|.*$/gm);
  return new Map([...rows].map(([row, number = '']) => [number, row] as const));
}

/** Targets of links are relative to their file. Links with a scheme, such as `https:`, are left out. */
function linksIn(prose: string, path: string, files: Files): Reference[] {
  const visible = blank(prose, /`[^`\n]*`/g);
  return matches(visible, /\]\(((?![a-z][a-z+.-]*:)[^)\s]+)\)/gi).map(({ index, written }) => {
    const [name = '', anchor] = written.split('#');
    const place = name === '' ? path : posix.join(posix.dirname(path), name);
    return { index, text: written, exists: isThere(place, anchor, files) };
  });
}

/** Names such as `docs/scores.md#display`: from the root, or from the folder of the file. */
function documentsIn(prose: string, path: string, files: Files): Reference[] {
  const document = /(?<![\w./:#-])((?:\.{1,2}\/)*\w[\w./-]*\.md\b(?:#[\w-]+)?)/g;
  return matches(prose, document).map(({ index, written }) => {
    const [name = '', anchor] = written.split('#');
    const places = [posix.normalize(name), posix.join(posix.dirname(path), name)];
    return { index, text: written, exists: places.some((one) => isThere(one, anchor, files)) };
  });
}

function decisionsIn(prose: string, files: Files): Reference[] {
  const named = /\b(?:decisions?|superseded by|supersedes)[\s*/]+(\d{4})\b/gi;
  const known = [...files.keys()].join('\n');
  return matches(prose, named).map(({ index, written }) => {
    const exists = known.includes(`docs/decisions/${written}-`);
    return { index, text: `decision ${written}`, exists };
  });
}

function promisesIn(prose: string, files: Files): Reference[] {
  const known = promisesOf(files);
  return matches(prose, /(?<![\w-])(R[1-9]\d?)(?![\w-])/g).map(({ index, written }) => {
    return { index, text: written, exists: known.has(written) };
  });
}

/** What the first group of a pattern catches. */
function matches(prose: string, pattern: RegExp): { index: number; written: string }[] {
  return [...prose.matchAll(pattern)].map(({ index, 1: written = '' }) => ({ index, written }));
}

function isThere(path: string, anchor: string | undefined, files: Files): boolean {
  const text = files.get(path);
  if (anchor !== undefined) return anchorsOf(text ?? '').includes(anchor);
  const folder = `${path.replace(/\/$/, '')}/`;
  return text !== undefined || [...files.keys()].some((one) => one.startsWith(folder));
}

/** As GitHub names the headings of a document. */
function anchorsOf(markdown: string): string[] {
  const headings = withoutCodeBlocks(markdown).matchAll(/^#{1,6} +(.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
