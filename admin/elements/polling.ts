import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Calls a function at an interval while its element is in the page and the page is visible, and at
 * once when the page becomes visible again.
 */
export class Polling implements ReactiveController {
  readonly #everyMs: number;
  readonly #act: (signal: AbortSignal) => Promise<void>;
  #watching: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: ReactiveControllerHost,
    everyMs: number,
    act: (signal: AbortSignal) => Promise<void>,
  ) {
    this.#everyMs = everyMs;
    this.#act = act;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    document.addEventListener('visibilitychange', () => this.#onVisible(), { signal });
    this.#schedule();
  }

  hostDisconnected(): void {
    this.#watching?.abort();
    clearTimeout(this.#timer);
  }

  #onVisible(): void {
    if (!document.hidden) void this.#tick();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tick(), this.#everyMs);
  }

  /** Ignores a failure: the page still shows what it has, and the next tick tries again. */
  async #tick(): Promise<void> {
    const signal = this.#watching?.signal;
    if (!signal || signal.aborted) return;
    if (!document.hidden) await this.#act(signal).catch(() => {});
    if (!signal.aborted) this.#schedule();
  }
}
