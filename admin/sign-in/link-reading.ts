import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { ask } from '../client.ts';
import { brandView } from '../elements/brand-view.ts';
import { Reading } from '../elements/reading.ts';
import type { Refusal } from '../errors/refusal.ts';
import type { PageElement } from '../page.ts';
import { forgetEnterToken, forgetRefused, handOverEnterToken } from './enter-token.ts';

/** What a link opens, for the page that it leads to: its token is in the page's hands until it leaves. */
export class LinkReading<Found> implements ReactiveController {
  token: string | undefined;
  readonly #found: Reading<Found>;

  /** `path` is where the server says what a token opens. */
  constructor(host: PageElement, path: string) {
    this.#found = new Reading(host, async (signal) => {
      const sent = { method: 'POST', body: { token: this.token }, signal } as const;
      return (await ask<Found>(path, sent)).value;
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    forgetEnterToken(this.token);
  }

  /** Follows the link that somebody came with just now; whether there is one, or was before. */
  follow(): boolean {
    const token = handOverEnterToken(this.token);
    if (token) void this.#lookUp(token);
    return Boolean(this.token);
  }

  /** In the place of the page: what the link opens, or that it does not. */
  render(waiting: string, view: (found: Found) => TemplateResult): TemplateResult | typeof nothing {
    const { read } = this.#found;
    if (!this.token) return nothing;
    return html`<main class="card">${brandView()}${
      read.state === 'failed'
        ? closedView(read.refusal)
        : read.state === 'ready'
          ? view(read.value)
          : html`<h1>One moment</h1><p class="lead">${waiting}</p>`
    }</main>`;
  }

  async #lookUp(token: string): Promise<void> {
    this.token = token;
    await this.#found.again();
    const { read } = this.#found;
    if (read.state === 'failed') forgetRefused(token, read.refusal);
  }
}

/** In the place of what a link would have opened. */
function closedView({ message }: Refusal): TemplateResult {
  return html`<h1>This link does not open</h1><p class="lead">${message}</p>
    <a class="button" href="/admin/sign-in">Sign in</a>`;
}
