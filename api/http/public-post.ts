import type { Asking } from './request-info.ts';

/** What goes back. */
export interface PublicReply {
  status: 200 | 201;
  headers: Record<string, string>;
  mediaType: 'application/json';
  body: string | Buffer<ArrayBuffer>;
}

/** A POST that widgets send, told from whatever carries it: Hono, or node:http on the fast path. */
export interface PublicPost {
  description: { path: string };
  /** Throws what guard and rules throw. `text` is the body, of at most `publicBodyBytes`. */
  answer(asking: Asking, text: string): Promise<PublicReply>;
}
