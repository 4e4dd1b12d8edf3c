import { Worker } from 'node:worker_threads';
import type { RenderReply, RenderRequest } from './render-worker.ts';

/** A thread that has not begun by then never will; on a busy machine starting takes a second. */
const startMs = 30_000;
const looksPerLimit = 4;
const memoryMb = 256;

interface Waiting {
  resolve: (reply: RenderReply) => void;
  reject: (fault: Error) => void;
}

/**
 * One worker thread and the clock beside it. It takes one request at a time. Once `ended`, it is of
 * no more use: its owner starts another.
 */
export class RenderThread {
  ended = false;
  readonly #worker: Worker;
  readonly #limitMs: number;
  readonly #begun = new Int32Array(new SharedArrayBuffer(4));
  /** The counter when the request began. */
  #first = 0;
  #waiting: Waiting | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(workerUrl: URL, limitMs: number) {
    this.#limitMs = limitMs;
    this.#worker = new Worker(workerUrl, {
      workerData: { begun: this.#begun },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    this.#worker.unref();
    this.#worker.on('message', (reply: RenderReply) =>
      this.#settle(({ resolve }) => resolve(reply)),
    );
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`The render worker exited: ${code}.`)));
  }

  /**
   * Renders each source within the time limit. What cannot be rendered is a `refused` reply; a
   * fault of the thread itself rejects. While it works, it keeps the process alive.
   */
  exchange(request: RenderRequest): Promise<RenderReply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.ref();
      this.#watchOver();
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread in the middle of whatever it does. */
  async stop(): Promise<void> {
    this.#die(new Error('The render worker was stopped.'));
    await this.#worker.terminate();
  }

  /** Looks now and then whether the worker still stands at the source where it stood before. */
  #watchOver(): void {
    this.#first = Atomics.load(this.#begun, 0);
    let seen = this.#index();
    let since = performance.now();
    const look = () => {
      const index = this.#index();
      const limitMs = index < 0 ? startMs : this.#limitMs;
      if (index === seen && performance.now() - since >= limitMs) this.#giveUp(index);
      if (index !== seen) since = performance.now();
      seen = index;
    };
    this.#watch = setInterval(look, this.#limitMs / looksPerLimit);
  }

  /** The place of the source that the worker is at, −1 before the first. */
  #index(): number {
    return Atomics.load(this.#begun, 0) - this.#first - 1;
  }

  #giveUp(index: number): void {
    if (index >= 0) this.#settle(({ resolve }) => resolve(tooComplex(index)));
    void this.stop();
  }

  #die(cause: Error): void {
    this.ended = true;
    const exhausted = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#settle(({ resolve, reject }) => {
      if (exhausted) resolve(tooComplex(this.#index()));
      else reject(cause);
    });
  }

  #settle(answer: (waiting: Waiting) => void): void {
    clearInterval(this.#watch);
    this.#worker.unref();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) answer(waiting);
  }
}

function tooComplex(index: number): RenderReply {
  const sentence = 'The Markdown takes too long, or too much memory, to be rendered.';
  return { refused: { index, code: 'markdown_too_complex', sentence } };
}
