import type { TemplateResult } from 'lit';
import { html, type nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { isAbortError, toApiError } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';
import { failedView, skeletonView } from './state-views.ts';

/** What a page has of something that it reads. While it reads anew, what it had stays to be seen. */
export type LoadState<Value> =
  | { status: 'loading' }
  | { status: 'failed'; error: ApiError }
  | { status: 'ready'; value: Value; isStale: boolean };

/**
 * Reads something from the server for an element, from when it is on the page, and draws each state of
 * that. `again` reads anew and gives up what was under way; so does leaving the page.
 */
export class Resource<Value> implements ReactiveController {
  state: LoadState<Value> = { status: 'loading' };
  readonly #host: ReactiveControllerHost;
  readonly #load: (signal: AbortSignal) => Promise<Value>;
  #abortController = new AbortController();

  constructor(host: ReactiveControllerHost, load: (signal: AbortSignal) => Promise<Value>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abortController.abort();
  }

  /** Reads anew. */
  async reload(): Promise<void> {
    this.#abortController.abort();
    this.#abortController = new AbortController();
    const { state } = this;
    this.#setState(state.status === 'ready' ? { ...state, isStale: true } : { status: 'loading' });
    const { signal } = this.#abortController;
    try {
      const value = await this.#load(signal);
      if (!signal.aborted) this.#setState({ status: 'ready', value, isStale: false });
    } catch (error) {
      if (!isAbortError(error)) this.#setState({ status: 'failed', error: toApiError(error) });
    }
  }

  /** Puts a value in the place of what was read, as after a change of it. */
  put(value: Value): void {
    this.#setState({ status: 'ready', value, isStale: false });
  }

  /** Draws what there is; a skeleton of so many lines, or the reason and a way to try again. */
  render(
    ready: (value: Value) => TemplateResult | typeof nothing,
    { lines = 4 } = {},
  ): TemplateResult | typeof nothing {
    const { state } = this;
    if (state.status === 'loading') return skeletonView(lines);
    if (state.status === 'failed') return failedView(state.error, () => this.reload());
    return html`<div aria-busy=${state.isStale}>${ready(state.value)}</div>`;
  }

  #setState(state: LoadState<Value>): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
