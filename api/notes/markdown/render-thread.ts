import { Worker } from 'node:worker_threads';
import type { RenderReply, RenderRequest } from './render-worker.ts';

/** Starting takes a second on a busy machine. A thread that has not started by then never will. */
const startTimeoutMs = 30_000;
const checksPerLimit = 4;
const memoryMb = 256;

interface PendingRequest {
  resolve: (reply: RenderReply) => void;
  reject: (fault: Error) => void;
}

/**
 * One worker thread and its watchdog. The thread takes one request at a time. Once `isStopped` is
 * true, it is of no more use, and its owner starts another.
 */
export class RenderThread {
  isStopped = false;
  readonly #worker: Worker;
  readonly #limitMs: number;
  readonly #startedCount = new Int32Array(new SharedArrayBuffer(4));
  /** The counter's value when the request began. */
  #countAtStart = 0;
  #pending: PendingRequest | undefined;
  #watchdog: NodeJS.Timeout | undefined;

  constructor(workerUrl: URL, limitMs: number) {
    this.#limitMs = limitMs;
    this.#worker = new Worker(workerUrl, {
      workerData: { begun: this.#startedCount },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    this.#worker.unref();
    this.#worker.on('message', (reply: RenderReply) =>
      this.#settle(({ resolve }) => resolve(reply)),
    );
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`The render worker exited: ${code}.`)));
  }

  /**
   * Renders each source within the time limit. The reply is `refused` if a source cannot be
   * rendered; the promise rejects if the thread fails. The thread keeps the process alive while it
   * works.
   */
  render(request: RenderRequest): Promise<RenderReply> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.ref();
      this.#startWatchdog();
      this.#worker.postMessage(request);
    });
  }

  /** Stops the thread at once, whatever it is doing. */
  async stop(): Promise<void> {
    this.#fail(new Error('The render worker was stopped.'));
    await this.#worker.terminate();
  }

  /** Checks at intervals whether the worker has been at the same source for too long. */
  #startWatchdog(): void {
    this.#countAtStart = Atomics.load(this.#startedCount, 0);
    let lastIndex = this.#index();
    let lastProgressAt = performance.now();
    const check = () => {
      const index = this.#index();
      const limitMs = index < 0 ? startTimeoutMs : this.#limitMs;
      if (index === lastIndex && performance.now() - lastProgressAt >= limitMs) this.#abort(index);
      if (index !== lastIndex) lastProgressAt = performance.now();
      lastIndex = index;
    };
    this.#watchdog = setInterval(check, this.#limitMs / checksPerLimit);
  }

  /** The index of the source that the worker is at; −1 before the first. */
  #index(): number {
    return Atomics.load(this.#startedCount, 0) - this.#countAtStart - 1;
  }

  #abort(index: number): void {
    if (index >= 0) this.#settle(({ resolve }) => resolve(tooComplexReply(index)));
    void this.stop();
  }

  #fail(cause: Error): void {
    this.isStopped = true;
    const exhausted = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#settle(({ resolve, reject }) => {
      if (exhausted) resolve(tooComplexReply(this.#index()));
      else reject(cause);
    });
  }

  #settle(complete: (waiting: PendingRequest) => void): void {
    clearInterval(this.#watchdog);
    this.#worker.unref();
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) complete(pending);
  }
}

function tooComplexReply(index: number): RenderReply {
  const message =
    'This Markdown takes too long, or too much memory, to render. Simplify or split it.';
  return { refused: { index, code: 'markdown_too_complex', message } };
}
