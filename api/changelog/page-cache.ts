import { createHash } from 'node:crypto';
import { createBoundedMap } from '../bounded-map.ts';

/** A body that is sent unchanged. */
export interface RenderedBody {
  body: Buffer<ArrayBuffer>;
  /** A strong validator, computed from the bytes (RFC 9110, 8.8.1). */
  etag: string;
}

/**
 * The cache holds up to twice as many bodies, of all projects together. A body above
 * `maxEntryBytes` is rendered each time.
 */
const maxEntries = 64;
const maxEntryBytes = 256 * 1024;

/** Renders each page once. `key` names everything that the page depends on. */
export interface PageCache {
  get(key: string, render: () => string): RenderedBody;
}

/** Creates a cache in this process's memory, of at most 32 MB. */
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

/** Returns the text's bytes and their ETag. */
export function toRenderedBody(text: string): RenderedBody {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, etag: `"${hash}"` };
}
