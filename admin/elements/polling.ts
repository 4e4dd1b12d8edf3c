import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Does something every so often while its element is on the page and the page is looked at; and at once
 * when somebody comes back to it.
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

  /** What fails is tried again next time: what the page has is still shown. */
  async #tick(): Promise<void> {
    const signal = this.#watching?.signal;
    if (!signal || signal.aborted) return;
    if (!document.hidden) await this.#act(signal).catch(() => {});
    if (!signal.aborted) this.#schedule();
  }
}
