import { createHash } from 'node:crypto';
import { createBoundedMap } from '../bounded-map.ts';

/** Bytes that are sent as they are. */
export interface RenderedBody {
  body: Buffer<ArrayBuffer>;
  /** Strong: of the bytes (RFC 9110, 8.8.1). */
  etag: string;
}

/** What lately was asked for, of all projects together; one that is huge is drawn each time. */
const maxEntries = 64;
const maxEntryBytes = 256 * 1024;

/** Draws each thing once: `key` names what it is drawn of, all of it. */
export interface PageCache {
  get(key: string, render: () => string): RenderedBody;
}

/** Kept in this process's memory: 32 MB at most. */
export function createPageCache(): PageCache {
  const entries = createBoundedMap<RenderedBody>(maxEntries);
  return {
    get(key, render) {
      const known = entries.get(key);
      if (known) return known;
      const rendered = toRenderedBody(render());
      if (rendered.body.length <= maxEntryBytes) entries.set(key, rendered);
      return rendered;
    },
  };
}

/** The text's bytes and what names them. */
export function toRenderedBody(text: string): RenderedBody {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, etag: `"${hash}"` };
}
