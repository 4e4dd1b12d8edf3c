import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { callApi } from '../client.ts';
import { brandView } from '../elements/brand-view.ts';
import { Resource } from '../elements/resource.ts';
import type { ApiError } from '../errors/api-error.ts';
import type { PageElement } from '../page.ts';
import { consumeEnterToken, forgetEnterToken, forgetRejectedToken } from './enter-token.ts';

/** What a link opens, for the page that it leads to: its token is in the page's hands until it leaves. */
export class LinkResource<Target> implements ReactiveController {
  token: string | undefined;
  readonly #target: Resource<Target>;

  /** `path` is where the server says what a token opens. */
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

  /** Follows the link that somebody came with just now; whether there is one, or was before. */
  takeToken(): boolean {
    const token = consumeEnterToken(this.token);
    if (token) void this.#load(token);
    return Boolean(this.token);
  }

  /** In the place of the page: what the link opens, or that it does not. */
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

/** In the place of what a link would have opened. */
function invalidLinkView({ message }: ApiError): TemplateResult {
  return html`<h1>This link does not open</h1><p class="lead">${message}</p>
    <a class="button" href="/admin/sign-in">Sign in</a>`;
}
