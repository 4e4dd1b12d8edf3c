import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** How a reply's body may be packed, best first (RFC 9110, 8.4.1). */
const codings = ['br', 'gzip'] as const;
type Coding = (typeof codings)[number];

/** What is sent of a build, by how its name ends. What is not here is for nobody outside. */
const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** One built file, ready to be sent. */
export interface MemoryFile {
  mediaType: string;
  /** Weak: the packed and the plain body are the same file (RFC 9110, 8.8.1). */
  etag: string;
  plain: Buffer<ArrayBuffer>;
  packed: Partial<Record<Coding, Buffer<ArrayBuffer>>>;
}

/** By path below the folder, as `assets/panel-x1y2.js`. A path that is not in it does not exist. */
export type MemoryFiles = ReadonlyMap<string, MemoryFile>;

/**
 * Reads what a build left in a folder to be sent, with what it packed beside each (`.br`, `.gz`). The
 * files are few and small; no request ever names one on the disk. `what` is for the operator, who gets
 * an Error where nothing is built.
 */
export function readBuiltFiles(folder: URL, what: string): MemoryFiles {
  if (!existsSync(folder)) throw new Error(`The ${what} is not built: run npm run build.`);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sent = paths.filter((path) => extname(path) in mediaTypes);
  return new Map(sent.map((path) => [path.replaceAll('\\', '/'), readFile(folder, path)]));
}

/** The best packing that the reader takes and we have, with its body; plain where there is none. */
export function bodyFor(
  file: MemoryFile,
  accepted = '',
): { coding?: Coding; body: Buffer<ArrayBuffer> } {
  for (const coding of codings) {
    const body = file.packed[coding];
    if (body && accepts(accepted, coding)) return { coding, body };
  }
  return { body: file.plain };
}

/** Whether an `If-None-Match` names what we have, compared weakly (RFC 9110, 13.1.2). */
export function matchesETag({ etag }: Pick<MemoryFile, 'etag'>, ifNoneMatch = ''): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''));
}

function readFile(folder: URL, path: string): MemoryFile {
  const read = (suffix = '') => readFileSync(new URL(path + suffix, folder));
  const plain = read();
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  const mediaType = mediaTypes[extname(path)] ?? '';
  return { mediaType, etag: `W/"${hash}"`, plain, packed: { br: read('.br'), gzip: read('.gz') } };
}

/** A coding is taken that is named and not with weight 0 (RFC 9110, 12.5.3). */
function accepts(accepted: string, coding: Coding): boolean {
  return accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
