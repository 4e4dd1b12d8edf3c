import { Worker } from 'node:worker_threads';
import type { RenderReply, RenderRequest } from './render-worker.ts';

/** A thread that has not begun by then never will; on a busy machine starting takes a second. */
const startTimeoutMs = 30_000;
const checksPerLimit = 4;
const memoryMb = 256;

interface PendingRequest {
  resolve: (reply: RenderReply) => void;
  reject: (fault: Error) => void;
}

/**
 * One worker thread and the clock beside it. It takes one request at a time. Once `ended`, it is of
 * no more use: its owner starts another.
 */
export class RenderThread {
  isStopped = false;
  readonly #worker: Worker;
  readonly #limitMs: number;
  readonly #startedCount = new Int32Array(new SharedArrayBuffer(4));
  /** The counter when the request began. */
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
   * Renders each source within the time limit. What cannot be rendered is a `refused` reply; a
   * fault of the thread itself rejects. While it works, it keeps the process alive.
   */
  render(request: RenderRequest): Promise<RenderReply> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.ref();
      this.#startWatchdog();
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread in the middle of whatever it does. */
  async stop(): Promise<void> {
    this.#fail(new Error('The render worker was stopped.'));
    await this.#worker.terminate();
  }

  /** Looks now and then whether the worker still stands at the source where it stood before. */
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

  /** The place of the source that the worker is at, −1 before the first. */
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
  const message = 'The Markdown takes too long, or too much memory, to be rendered.';
  return { refused: { index, code: 'markdown_too_complex', message } };
}
