import type { TemplateResult } from 'lit';
import { html, type nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { isAbortError, toApiError } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';
import { failedView, skeletonView } from './state-views.ts';

/** The state of a resource. While it is loaded again, the old value stays visible and is stale. */
export type LoadState<Value> =
  | { status: 'loading' }
  | { status: 'failed'; error: ApiError }
  | { status: 'ready'; value: Value; isStale: boolean };

/**
 * Loads a resource from the server for an element, and renders each state of it. `reload` starts a
 * load and aborts one that is running; removing the element aborts it too.
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

  /** Loads the resource, for the first time or again. */
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

  /** Replaces the value, for example after a change. */
  put(value: Value): void {
    this.#setState({ status: 'ready', value, isStale: false });
  }

  /** Renders the value, a skeleton of `lines` lines, or the error with a button to try again. */
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
