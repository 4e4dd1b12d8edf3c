import type { TemplateResult } from 'lit';
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { toApiError } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';
import { formatTime } from '../formats.ts';

type Host = ReactiveControllerHost & EventTarget & { renderRoot: HTMLElement | DocumentFragment };

/**
 * A form on its way to the server: `<form @submit=${sending.on}>`. While it is `busy` nothing is
 * sent twice; a refusal is drawn at the fields that it names, and the first of them gets the focus.
 */
export class FormController implements ReactiveController {
  busy = false;
  error: ApiError | undefined;
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
    if (name) this.clearErrors(name);
  };

  readonly onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const fields = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    this.busy = true;
    this.error = undefined;
    this.#host.requestUpdate();
    try {
      await this.#send(fields as Record<string, string>);
    } catch (error) {
      this.error = toApiError(error);
    }
    this.busy = false;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (this.error) this.#focusFirstError();
  };

  /** What is wrong with a field, by its name: a pointer may lead into it, as `/theme/accent`. */
  messageFor(name: string): string | undefined {
    return this.error?.messageAt(`/${name}`);
  }

  /** Takes back what was said of some fields, where others stand for them or have written them anew. */
  clearErrors(...names: string[]): void {
    for (const name of names) this.error = this.error?.withoutField(name.replaceAll('.', '/'));
    this.#host.requestUpdate();
  }

  /** What is wrong with none of the fields that are shown, or of what is in them. */
  alertView(...fieldNames: string[]): TemplateResult | typeof nothing {
    const { error } = this;
    const isShownAtField = fieldNames.some((name) => error?.isAbout(`/${name}`));
    return error && !isShownAtField
      ? html`<p class="alert" role="alert">${toSentence(error)}</p>`
      : nothing;
  }

  /** The button that sends. */
  submitButtonView(label: string): TemplateResult {
    return html`<button class="primary" aria-busy=${this.busy}>${label}</button>`;
  }

  #focusFirstError(): void {
    this.#host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

/** With the time of day where the server asks for patience: minutes in seconds tell nobody much. */
function toSentence({ code, message, retryAt }: ApiError): string {
  if (code !== 'rate_limited' || !retryAt) return message;
  return `Too many tries. Try again at ${formatTime(new Date(retryAt.getTime() + 60_000))}.`;
}
