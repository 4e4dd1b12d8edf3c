import type { TemplateResult } from 'lit';
import { html, type nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { asRefusal, isAbort } from '../client.ts';
import type { Refusal } from '../errors/refusal.ts';
import { failedView, skeletonView } from './state-views.ts';

/** What a page has of something that it reads. While it reads anew, what it had stays to be seen. */
export type Read<Value> =
  | { state: 'loading' }
  | { state: 'failed'; refusal: Refusal }
  | { state: 'ready'; value: Value; isStale: boolean };

/**
 * Reads something from the server for an element, from when it is on the page, and draws each state of
 * that. `again` reads anew and gives up what was under way; so does leaving the page.
 */
export class Reading<Value> implements ReactiveController {
  read: Read<Value> = { state: 'loading' };
  readonly #host: ReactiveControllerHost;
  readonly #load: (signal: AbortSignal) => Promise<Value>;
  #under = new AbortController();

  constructor(host: ReactiveControllerHost, load: (signal: AbortSignal) => Promise<Value>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#under.abort();
  }

  /** Reads anew. */
  async again(): Promise<void> {
    this.#under.abort();
    this.#under = new AbortController();
    const { read } = this;
    this.#set(read.state === 'ready' ? { ...read, isStale: true } : { state: 'loading' });
    const { signal } = this.#under;
    try {
      const value = await this.#load(signal);
      if (!signal.aborted) this.#set({ state: 'ready', value, isStale: false });
    } catch (error) {
      if (!isAbort(error)) this.#set({ state: 'failed', refusal: asRefusal(error) });
    }
  }

  /** Puts a value in the place of what was read, as after a change of it. */
  put(value: Value): void {
    this.#set({ state: 'ready', value, isStale: false });
  }

  /** Draws what there is; a skeleton of so many lines, or the reason and a way to try again. */
  render(
    ready: (value: Value) => TemplateResult | typeof nothing,
    { lines = 4 } = {},
  ): TemplateResult | typeof nothing {
    const { read } = this;
    if (read.state === 'loading') return skeletonView(lines);
    if (read.state === 'failed') return failedView(read.refusal, () => this.again());
    return html`<div aria-busy=${read.isStale}>${ready(read.value)}</div>`;
  }

  #set(read: Read<Value>): void {
    this.read = read;
    this.#host.requestUpdate();
  }
}
