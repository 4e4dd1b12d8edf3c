import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** The content codings of a reply's body, best first (RFC 9110, 8.4.1). */
const codings = ['br', 'gzip'] as const;
type Coding = (typeof codings)[number];

/** The media type of each kind of built file by its extension. Other files are never sent. */
const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A built file, ready to be sent. */
export interface MemoryFile {
  mediaType: string;
  /** Weak, because the compressed and the plain body share it (RFC 9110, 8.8.1). */
  etag: string;
  plain: Buffer<ArrayBuffer>;
  packed: Partial<Record<Coding, Buffer<ArrayBuffer>>>;
}

/** The files by path in the folder, such as `assets/panel-x1y2.js`. Other paths do not exist. */
export type MemoryFiles = ReadonlyMap<string, MemoryFile>;

/**
 * Reads the files of a build from a folder, with their compressed versions (`.br`, `.gz`). They are
 * few and small, so all are kept in memory, and no request can name a file on the disk. Throws an
 * Error that names `what` if the folder does not exist.
 */
export function readBuiltFiles(folder: URL, what: string): MemoryFiles {
  if (!existsSync(folder)) throw new Error(`The ${what} is not built: run npm run build.`);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sent = paths.filter((path) => extname(path) in mediaTypes);
  return new Map(sent.map((path) => [path.replaceAll('\\', '/'), readFile(folder, path)]));
}

/** Returns the body in the best coding that the client accepts, otherwise the plain body. */
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

/** Whether `If-None-Match` matches the file's ETag by weak comparison (RFC 9110, 13.1.2). */
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

/** Whether a coding is listed with a weight other than 0 (RFC 9110, 12.5.3). */
function accepts(accepted: string, coding: Coding): boolean {
  return accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
