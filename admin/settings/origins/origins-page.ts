import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Sighting } from '../../../contract/sightings.ts';
import { callApi, type List, toApiError } from '../../client.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { fieldView } from '../../elements/field.ts';
import { FormController } from '../../elements/form-controller.ts';
import { Resource } from '../../elements/resource.ts';
import { emptyView, stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { ApiError } from '../../errors/api-error.ts';
import { PageElement } from '../../page.ts';
import { type ProjectSettings, readProject, saveProject, staleView } from '../project-settings.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { findStaleOrigins } from './stale-origins.ts';
import { confirmStaleOrigins } from './stale-origins-dialog.ts';

/** `/admin/{project}/settings/origins`: the origins whose pages may embed the widget. */
class OriginsPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];

  readonly #settings = new Resource<ProjectSettings>(this, (signal) =>
    readProject(this.apiPath(''), signal),
  );
  readonly #heartbeats = new Resource<Sighting[]>(this, async (signal) => {
    return (await callApi<List<Sighting>>(this.apiPath('/sightings'), { signal })).value.data;
  });
  readonly #form = new FormController(this, async ({ origin = '' }) => {
    if (await this.#add(origin.trim())) this.renderRoot.querySelector('form')?.reset();
  });

  get #origins(): string[] {
    const { state } = this.#settings;
    return state.status === 'ready' ? state.value.project.allowedOrigins : [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) this.#reload();
  }

  #reload = (): void => {
    this.#form.error = undefined;
    void this.#settings.reload();
    void this.#heartbeats.reload();
  };

  /** Returns whether the origin was added; false if the person cancelled. */
  async #add(origin: string): Promise<boolean> {
    const before = this.#origins;
    if (before.includes(origin)) throw originError(`${origin} is already in the list.`);
    try {
      const after = await this.#confirmOrigins([...before, origin], 'Allow them too');
      if (!after) return false;
      await this.#save(after);
      toast(`Saved. Pages on ${after.slice(before.length).join(' and ')} can show the widget.`);
      return true;
    } catch (error) {
      // The server's pointer is a position in the list; the form has only one field.
      const message =
        error instanceof ApiError && error.messageAt(`/allowedOrigins/${before.length}`);
      throw message ? originError(message) : error;
    } finally {
      void this.#heartbeats.reload();
    }
  }

  /**
   * Returns the list to save, after a dialog with the origins in use that it would block; undefined
   * if the person cancelled. An invalid origin is left for the server to refuse.
   */
  async #confirmOrigins(origins: string[], letInLabel?: string): Promise<string[] | undefined> {
    if (!origins.every(isOrigin)) return origins;
    const { data } = (await callApi<List<Sighting>>(this.apiPath('/sightings'))).value;
    const others = findStaleOrigins(origins, this.#origins, data, Date.now());
    if (others.length === 0) return origins;
    const choice = await confirmStaleOrigins(others, letInLabel);
    return choice && (choice === 'let-in' ? [...origins, ...others] : origins);
  }

  async #onAddSeen(origin: string): Promise<void> {
    await this.#add(origin).catch(this.#showError);
  }

  async #onRemove(origin: string): Promise<void> {
    const before = this.#origins;
    const others = before.filter((one) => one !== origin);
    const text =
      others.length === 0
        ? 'All pages can now show the widget.'
        : `Pages on ${origin} are blocked.`;
    try {
      const after = await this.#confirmOrigins(others);
      if (!after) return;
      await this.#save(after);
      toast(`Saved. ${text}`, () => this.#save(before).catch(this.#showError));
    } catch (error) {
      this.#showError(error);
    }
    void this.#heartbeats.reload();
  }

  #showError = (error: unknown): void => {
    toast(toApiError(error).message);
    this.#reload();
  };

  async #save(allowedOrigins: string[]): Promise<void> {
    const { state } = this.#settings;
    if (state.status !== 'ready') return;
    this.#settings.put(await saveProject(this.apiPath(''), state.value, { allowedOrigins }));
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'origins',
      'Allowed origins',
      'The origins whose pages can show the widget. An origin is a scheme, host and port: https://app.example.com.',
      html`${this.#settings.render(() => this.#listView(), { lines: 2 })}${this.#formView()}`,
    );
  }

  #listView(): TemplateResult {
    if (this.#origins.length === 0) {
      const text =
        'Any page with your public key can show your releases. Once the list has an origin, all others are blocked.';
      return html`<div class="card">${emptyView('All pages are allowed', text)}</div>`;
    }
    return html`<ul class="card rows">${this.#origins.map(
      (origin) => html`<li><p class="row-title">${origin}</p>
        <div class="actions"><button aria-label="Remove ${origin}" @click=${() => this.#onRemove(origin)}>Remove</button></div></li>`,
    )}</ul>`;
  }

  #formView(): TemplateResult {
    const form = this.#form;
    return html`<section class="card padded"><h2>Add an origin</h2>
      <p class="note">It applies from the next request.</p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('origin')}${staleView(form.error, this.#reload)}
        ${fieldView({ name: 'origin', label: 'Origin', maxLength: 300, hint: 'For example https://app.example.com, without a path.', error: form.messageFor('origin') })}
        ${form.submitButtonView('Add origin')}
      </form>${this.#suggestionsView()}</section>`;
  }

  /** Origins that request the releases already, and that the list blocks or would block. */
  #suggestionsView(): TemplateResult | typeof nothing {
    const { state } = this.#heartbeats;
    const seenOrigins = state.status === 'ready' ? state.value.map(({ origin }) => origin) : [];
    const others = seenOrigins.filter((origin) => !this.#origins.includes(origin)).slice(0, 5);
    if (others.length === 0) return nothing;
    const text = this.#origins.length > 0 ? 'Seen recently and blocked:' : 'Seen recently:';
    return html`<p class="note">${text}</p>
      <ul class="suggestions">${others.map(
        (origin) => html`<li>${origin}<button aria-label="Add ${origin}"
          @click=${() => this.#onAddSeen(origin)}>Add</button></li>`,
      )}</ul>`;
  }
}

/** Whether a text is an origin as browsers write it. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function originError(detail: string): ApiError {
  const errors = [{ pointer: '/origin', detail }];
  return new ApiError({ code: 'invalid_body', detail, errors });
}

customElements.define('origins-page', OriginsPage);
