import type { TemplateResult } from 'lit';
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { toApiError } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';
import { formatTime } from '../formats.ts';

type Host = ReactiveControllerHost & EventTarget & { renderRoot: HTMLElement | DocumentFragment };

/**
 * Sends a form to the server: `<form @submit=${form.onSubmit}>`. Nothing is sent twice while it is
 * `busy`. An error is shown at the fields that it names, and the first of them gets the focus.
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

  /** Clears the error of a field that is being edited. */
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

  /** The error message of a field. The name may lead into a field, such as `theme/accent`. */
  messageFor(name: string): string | undefined {
    return this.error?.messageAt(`/${name}`);
  }

  /** Clears the errors of fields that other inputs edit or that were replaced. */
  clearErrors(...names: string[]): void {
    for (const name of names) this.error = this.error?.withoutField(name.replaceAll('.', '/'));
    this.#host.requestUpdate();
  }

  /** The error as an alert, unless it is about one of these fields, where it is already shown. */
  alertView(...fieldNames: string[]): TemplateResult | typeof nothing {
    const { error } = this;
    const isShownAtField = fieldNames.some((name) => error?.isAbout(`/${name}`));
    return error && !isShownAtField
      ? html`<p class="alert" role="alert">${toSentence(error)}</p>`
      : nothing;
  }

  /** The button that submits the form. */
  submitButtonView(label: string): TemplateResult {
    return html`<button class="primary" aria-busy=${this.busy}>${label}</button>`;
  }

  #focusFirstError(): void {
    this.#host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

/** The message of an error. For a rate limit, with the time of day and not a number of seconds. */
function toSentence({ code, message, retryAt }: ApiError): string {
  if (code !== 'rate_limited' || !retryAt) return message;
  return `Too many attempts. Try again at ${formatTime(new Date(retryAt.getTime() + 60_000))}.`;
}
