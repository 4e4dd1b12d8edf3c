import { limits } from '../../../contract/vocabulary.ts';
import { AppError, invalidField } from '../../errors.ts';
import { createFairQueue, type Requester } from './fair-queue.ts';
import { RenderThread } from './render-thread.ts';
import type { RenderError, RenderReply, RenderRequest } from './render-worker.ts';

/** Small enough that a preview waits only a moment behind an import and progress can be shown. */
const chunkSources = 100;
const chunkChars = limits.markdownBytes;

/** How many calls of one caller may wait while another runs: a person looks at one preview. */
const maxWaiting = { preview: 2, save: 50 };
/** For internal work, which belongs to no project and is not limited. */
const internalRequester: Requester = { projectId: '', caller: '' };

export interface RendererOptions {
  /** The location of the built `render-worker.ts`. */
  workerUrl: URL;
  /** Per source. */
  timeoutMs?: number;
}

export interface RenderOptions {
  /** The project's URL, against which relative links resolve. Without it, only their text stays. */
  baseUrl?: string | null;
  /** The project and the caller whose turn it takes. */
  requester?: Requester;
  /** `save` by default. */
  purpose?: keyof typeof maxWaiting;
  /** Called after each chunk with the number of sources rendered so far. */
  onProgress?: (done: number) => void;
  /** Returns the JSON pointer of a source in the caller's request, for errors. */
  pointer?: (index: number) => string;
}

/** Renders the Markdown of notes to clean HTML, off the main thread. */
export interface Renderer {
  /**
   * Returns the HTML of each source, in order. If a source fails, throws `markdown_too_large` (more
   * than 64 kB of UTF-8) or `markdown_too_complex` (over the time limit, or nested too deeply) for
   * the first one. Throws `rate_limited` if too many calls of the caller are waiting already.
   * Projects take turns, and so do the callers of each. A fault of the worker is a plain Error, and
   * the next call has a new worker.
   */
  render(sources: readonly string[], options?: RenderOptions): Promise<string[]>;
  /** Stops the worker. Calls that still wait for it fail. */
  close(): Promise<void>;
}

/** One worker thread, which starts on first use and does not keep an idle process alive. */
export function createRenderer({ workerUrl, timeoutMs = 1000 }: RendererOptions): Renderer {
  return new ThreadedRenderer(workerUrl, timeoutMs);
}

interface Task {
  request: RenderRequest;
  resolve(reply: RenderReply): void;
  reject(error: unknown): void;
}

class ThreadedRenderer implements Renderer {
  readonly #workerUrl: URL;
  readonly #timeoutMs: number;
  #thread: RenderThread | undefined;
  readonly #queue = createFairQueue<Task>();
  /** Calls that have not ended, by caller and purpose. */
  readonly #calls = new Map<string, number>();
  #isWorking = false;
  #closed = false;

  constructor(workerUrl: URL, timeoutMs: number) {
    this.#workerUrl = workerUrl;
    this.#timeoutMs = timeoutMs;
  }

  async render(sources: readonly string[], options: RenderOptions = {}): Promise<string[]> {
    checkSizes(sources, options);
    const endCall = this.#startCall(options);
    try {
      return await this.#renderChunks(sources, options);
    } finally {
      endCall();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  /** Counts a call until the returned function is called. */
  #startCall({ requester = internalRequester, purpose = 'save' }: RenderOptions): () => void {
    const key = `${purpose} ${requester.projectId} ${requester.caller}`;
    const count = this.#calls.get(key) ?? 0;
    if (requester !== internalRequester && count > maxWaiting[purpose]) throw rateLimitedError();
    this.#calls.set(key, count + 1);
    return () => {
      const remaining = (this.#calls.get(key) ?? 1) - 1;
      if (remaining > 0) this.#calls.set(key, remaining);
      else this.#calls.delete(key);
    };
  }

  async #renderChunks(sources: readonly string[], options: RenderOptions): Promise<string[]> {
    const html: string[] = [];
    for (const chunk of chunksOf(sources)) {
      const request = { sources: chunk, baseUrl: options.baseUrl ?? undefined };
      const reply = await this.#enqueue(options.requester ?? internalRequester, request);
      if ('fault' in reply) throw new Error(`The render worker failed: ${reply.fault}`);
      if ('refused' in reply) throw createRenderError(reply.refused, html.length, options);
      html.push(...reply.html);
      options.onProgress?.(html.length);
    }
    return html;
  }

  /** A call waits again for each of its chunks, so that no other call waits for a whole import. */
  #enqueue(requester: Requester, request: RenderRequest): Promise<RenderReply> {
    return new Promise((resolve, reject) => {
      this.#queue.push(requester, { request, resolve, reject });
      if (!this.#isWorking) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let task = this.#queue.shift(); task; task = this.#queue.shift()) {
      try {
        task.resolve(await this.#liveThread().render(task.request));
      } catch (error) {
        task.reject(error);
      }
    }
    this.#isWorking = false;
  }

  #liveThread(): RenderThread {
    if (this.#closed) throw new Error('The renderer is closed.');
    if (!this.#thread || this.#thread.isStopped) {
      this.#thread = new RenderThread(this.#workerUrl, this.#timeoutMs);
    }
    return this.#thread;
  }
}

function checkSizes(sources: readonly string[], options: RenderOptions): void {
  const index = sources.findIndex((source) => Buffer.byteLength(source) > limits.markdownBytes);
  const message = `This Markdown is over ${limits.markdownBytes / 1024} kB. Shorten or split it.`;
  if (index >= 0)
    throw createRenderError({ index, code: 'markdown_too_large', message }, 0, options);
}

function createRenderError(
  { index, code, message }: RenderError,
  offset: number,
  { pointer }: RenderOptions,
) {
  if (!pointer) return new AppError(code, message);
  return invalidField(code, pointer(offset + index), message);
}

function rateLimitedError(): AppError {
  return new AppError(
    'rate_limited',
    'Your earlier requests are still being rendered. Wait a second, then try again.',
    { retryAfterSeconds: 1 },
  );
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
