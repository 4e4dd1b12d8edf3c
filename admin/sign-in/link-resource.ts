import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { callApi } from '../client.ts';
import { brandView } from '../elements/brand-view.ts';
import { Resource } from '../elements/resource.ts';
import type { ApiError } from '../errors/api-error.ts';
import type { PageElement } from '../page.ts';
import { consumeEnterToken, forgetEnterToken, forgetRejectedToken } from './enter-token.ts';

/** Loads what a link opens, for the page it leads to. Holds the token until the page is left. */
export class LinkResource<Target> implements ReactiveController {
  token: string | undefined;
  readonly #target: Resource<Target>;

  /** `path` is the route that returns what a token opens. */
  constructor(host: PageElement, path: string) {
    this.#target = new Resource(host, async (signal) => {
      const options = { method: 'POST', body: { token: this.token }, signal } as const;
      return (await callApi<Target>(path, options)).value;
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    forgetEnterToken(this.token);
  }

  /** Follows a link that was just opened. Returns whether the page has a token, new or earlier. */
  takeToken(): boolean {
    const token = consumeEnterToken(this.token);
    if (token) void this.#load(token);
    return Boolean(this.token);
  }

  /** The whole page: what the link opens, or that it is invalid. */
  render(
    loadingText: string,
    view: (target: Target) => TemplateResult,
  ): TemplateResult | typeof nothing {
    const { state } = this.#target;
    if (!this.token) return nothing;
    return html`<main class="card">${brandView()}${
      state.status === 'failed'
        ? invalidLinkView(state.error)
        : state.status === 'ready'
          ? view(state.value)
          : html`<h1>One moment</h1><p class="lead">${loadingText}</p>`
    }</main>`;
  }

  async #load(token: string): Promise<void> {
    this.token = token;
    await this.#target.reload();
    const { state } = this.#target;
    if (state.status === 'failed') forgetRejectedToken(token, state.error);
  }
}

/** Shown in place of what the link would have opened. */
function invalidLinkView({ message }: ApiError): TemplateResult {
  return html`<h1>This link doesn’t work</h1><p class="lead">${message}</p>
    <a class="button" href="/admin/sign-in">Sign in</a>`;
}
