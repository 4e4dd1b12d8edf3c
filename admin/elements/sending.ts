import type { TemplateResult } from 'lit';
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { asRefusal } from '../client.ts';
import type { Refusal } from '../errors/refusal.ts';
import { timeOfDay } from '../formats.ts';

type Host = ReactiveControllerHost & EventTarget & { renderRoot: HTMLElement | DocumentFragment };

/**
 * A form on its way to the server: `<form @submit=${sending.on}>`. While it is `busy` nothing is
 * sent twice; a refusal is drawn at the fields that it names, and the first of them gets the focus.
 */
export class Sending implements ReactiveController {
  busy = false;
  refusal: Refusal | undefined;
  readonly #host: Host;
  readonly #send: (fields: Record<string, string>) => Promise<unknown>;

  constructor(host: Host, send: (fields: Record<string, string>) => Promise<unknown>) {
    this.#host = host;
    this.#send = send;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('input', this.#onInput);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('input', this.#onInput);
  }

  /** What was wrong with a field is not said of what somebody writes there now. */
  readonly #onInput = (event: Event): void => {
    const { name } = event.composedPath()[0] as HTMLInputElement;
    if (name) this.mend(name);
  };

  readonly on = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const fields = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    this.busy = true;
    this.refusal = undefined;
    this.#host.requestUpdate();
    try {
      await this.#send(fields as Record<string, string>);
    } catch (error) {
      this.refusal = asRefusal(error);
    }
    this.busy = false;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (this.refusal) this.#focusFault();
  };

  /** What is wrong with a field, by its name: a pointer may lead into it, as `/theme/accent`. */
  at(name: string): string | undefined {
    return this.refusal?.at(`/${name}`);
  }

  /** Takes back what was said of some fields, where others stand for them or have written them anew. */
  mend(...names: string[]): void {
    for (const name of names) this.refusal = this.refusal?.without(name.replaceAll('.', '/'));
    this.#host.requestUpdate();
  }

  /** What is wrong with none of the fields that are shown, or of what is in them. */
  alert(...shown: string[]): TemplateResult | typeof nothing {
    const { refusal } = this;
    const isAtField = shown.some((name) => refusal?.isAbout(`/${name}`));
    return refusal && !isAtField
      ? html`<p class="alert" role="alert">${sentenceOf(refusal)}</p>`
      : nothing;
  }

  /** The button that sends. */
  button(words: string): TemplateResult {
    return html`<button class="primary" aria-busy=${this.busy}>${words}</button>`;
  }

  #focusFault(): void {
    this.#host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

/** With the time of day where the server asks for patience: minutes in seconds tell nobody much. */
function sentenceOf({ code, message, retryAt }: Refusal): string {
  if (code !== 'rate_limited' || !retryAt) return message;
  return `Too many tries. Try again at ${timeOfDay(new Date(retryAt.getTime() + 60_000))}.`;
}
