import { limits } from '../../../contract/vocabulary.ts';
import { AppError, refuse } from '../../errors.ts';
import { RenderThread } from './render-thread.ts';
import type { Refusal, RenderReply, RenderRequest } from './render-worker.ts';

/** Small enough that a preview waits only a moment behind an import, and progress can be told. */
const chunkSources = 100;
const chunkChars = limits.markdownBytes;

export interface RendererOptions {
  /** Where the build put `render-worker.ts`. */
  workerUrl: URL;
  /** For each single source. */
  timeoutMs?: number;
}

export interface RenderOptions {
  /** The project's address, against which relative links resolve; without one they lose their link. */
  baseUrl?: string | null;
  /** Told now and then, with the number of sources rendered so far; at last with all of them. */
  onProgress?: (done: number) => void;
  /** The JSON pointer under which the caller knows a source; a refusal then names the place. */
  pointer?: (index: number) => string;
}

/** Turns the Markdown of notes into clean HTML, off the main thread. */
export interface Renderer {
  /**
   * The HTML of each source, in order, or nothing: throws `markdown_too_large` (over 64 kB of UTF-8)
   * or `markdown_too_complex` (over the time limit, or nested without end) for the first that fails.
   * A fault of the worker is a plain Error; the next call has a new worker.
   */
  render(sources: readonly string[], options?: RenderOptions): Promise<string[]>;
  /** Ends the worker; what still waits for it fails. */
  close(): Promise<void>;
}

/** One worker thread, started at the first need, that never keeps an idle process alive. */
export function createRenderer({ workerUrl, timeoutMs = 1000 }: RendererOptions): Renderer {
  return new ThreadedRenderer(workerUrl, timeoutMs);
}

class ThreadedRenderer implements Renderer {
  readonly #workerUrl: URL;
  readonly #timeoutMs: number;
  #thread: RenderThread | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(workerUrl: URL, timeoutMs: number) {
    this.#workerUrl = workerUrl;
    this.#timeoutMs = timeoutMs;
  }

  async render(sources: readonly string[], options: RenderOptions = {}): Promise<string[]> {
    refuseTooLarge(sources, options);
    const html: string[] = [];
    for (const chunk of chunksOf(sources)) {
      const reply = await this.#inTurn({ sources: chunk, baseUrl: options.baseUrl ?? undefined });
      if ('fault' in reply) throw new Error(`The render worker failed: ${reply.fault}`);
      if ('refused' in reply) throw refusal(reply.refused, html.length, options);
      html.push(...reply.html);
      options.onProgress?.(html.length);
    }
    return html;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  /** Chunks of different calls take turns, so that none has to wait for a whole import. */
  #inTurn(request: RenderRequest): Promise<RenderReply> {
    const turn = this.#lastTurn.then(() => this.#liveThread().exchange(request));
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }

  #liveThread(): RenderThread {
    if (this.#closed) throw new Error('The renderer is closed.');
    if (!this.#thread || this.#thread.ended) {
      this.#thread = new RenderThread(this.#workerUrl, this.#timeoutMs);
    }
    return this.#thread;
  }
}

function refuseTooLarge(sources: readonly string[], options: RenderOptions): void {
  const index = sources.findIndex((source) => Buffer.byteLength(source) > limits.markdownBytes);
  const sentence = `Markdown may have ${limits.markdownBytes / 1024} kB at most.`;
  if (index >= 0) throw refusal({ index, code: 'markdown_too_large', sentence }, 0, options);
}

function refusal({ index, code, sentence }: Refusal, offset: number, { pointer }: RenderOptions) {
  if (!pointer) return new AppError(code, sentence);
  return refuse(code, pointer(offset + index), sentence);
}

function* chunksOf(sources: readonly string[]): Generator<string[]> {
  let chunk: string[] = [];
  let chars = 0;
  for (const source of sources) {
    chunk.push(source);
    chars += source.length;
    if (chunk.length < chunkSources && chars < chunkChars) continue;
    yield chunk;
    chunk = [];
    chars = 0;
  }
  if (chunk.length > 0) yield chunk;
}
