import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** How a reply's body may be packed, best first (RFC 9110, 8.4.1). */
const codings = ['br', 'gzip'] as const;
type Coding = (typeof codings)[number];

/** One built script, ready to be sent. */
export interface MemoryFile {
  /** Weak: the packed and the plain body are the same script (RFC 9110, 8.8.1). */
  etag: string;
  plain: Buffer<ArrayBuffer>;
  packed: Partial<Record<Coding, Buffer<ArrayBuffer>>>;
}

/** By path below the folder, as `assets/panel-x1y2.js`. A path that is not in it does not exist. */
export type MemoryFiles = ReadonlyMap<string, MemoryFile>;

/**
 * Reads a folder's scripts with what the build packed beside each (`.br`, `.gz`). They are few and
 * small; no request ever names a file on the disk. Throws an Error for the operator where none are.
 */
export function readScripts(folder: URL): MemoryFiles {
  if (!existsSync(folder)) throw new Error('The widget is not built: run npm run build.');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const scripts = paths.filter((path) => path.endsWith('.js'));
  return new Map(scripts.map((path) => [path.replaceAll('\\', '/'), readScript(folder, path)]));
}

/** The best packing that the reader takes and we have, with its body; plain where there is none. */
export function bodyFor(file: MemoryFile, accepted = ''): { coding?: Coding; body: BodyInit } {
  for (const coding of codings) {
    const body = file.packed[coding];
    if (body && accepts(accepted, coding)) return { coding, body };
  }
  return { body: file.plain };
}

/** Whether an `If-None-Match` names what we have, compared weakly (RFC 9110, 13.1.2). */
export function isKnown({ etag }: Pick<MemoryFile, 'etag'>, ifNoneMatch = ''): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''));
}

function readScript(folder: URL, path: string): MemoryFile {
  const read = (suffix = '') => readFileSync(new URL(path + suffix, folder));
  const plain = read();
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { etag: `W/"${hash}"`, plain, packed: { br: read('.br'), gzip: read('.gz') } };
}

/** A coding is taken that is named and not with weight 0 (RFC 9110, 12.5.3). */
function accepts(accepted: string, coding: Coding): boolean {
  return accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
