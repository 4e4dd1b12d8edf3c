import { createHash } from 'node:crypto';
import { createBoundedMap } from '../bounded-map.ts';

/** Bytes that are sent as they are. */
export interface Drawn {
  body: Buffer<ArrayBuffer>;
  /** Strong: of the bytes (RFC 9110, 8.8.1). */
  etag: string;
}

/** What lately was asked for, of all projects together; one that is huge is drawn each time. */
const maxKept = 64;
const maxKeptBytes = 256 * 1024;

/** Draws each thing once: `key` names what it is drawn of, all of it. */
export interface Drawings {
  get(key: string, draw: () => string): Drawn;
}

/** Kept in this process's memory: 32 MB at most. */
export function createDrawings(): Drawings {
  const kept = createBoundedMap<Drawn>(maxKept);
  return {
    get(key, draw) {
      const known = kept.get(key);
      if (known) return known;
      const drawn = drawnOf(draw());
      if (drawn.body.length <= maxKeptBytes) kept.set(key, drawn);
      return drawn;
    },
  };
}

/** The text's bytes and what names them. */
export function drawnOf(text: string): Drawn {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, etag: `"${hash}"` };
}
