import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Sighting } from '../../../contract/sightings.ts';
import { ask, asRefusal, type List } from '../../client.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { fieldView } from '../../elements/field.ts';
import { Reading } from '../../elements/reading.ts';
import { Sending } from '../../elements/sending.ts';
import { emptyView, stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { Refusal } from '../../errors/refusal.ts';
import { PageElement } from '../../page.ts';
import { type Edition, readProject, saveProject, staleView } from '../project-edition.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { staleOrigins } from './stale-origins.ts';
import { askAboutStaleOrigins } from './stale-origins-dialog.ts';

/** `/admin/{project}/settings/origins`: whose pages may embed the widget. */
class OriginsPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];

  readonly #edition = new Reading<Edition>(this, (signal) => readProject(this.apiPath(''), signal));
  readonly #sightings = new Reading<Sighting[]>(this, async (signal) => {
    return (await ask<List<Sighting>>(this.apiPath('/sightings'), { signal })).value.data;
  });
  readonly #sending = new Sending(this, async ({ origin = '' }) => {
    if (await this.#add(origin.trim())) this.renderRoot.querySelector('form')?.reset();
  });

  get #origins(): string[] {
    const { read } = this.#edition;
    return read.state === 'ready' ? read.value.project.allowedOrigins : [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place')) this.#readAnew();
  }

  #readAnew = (): void => {
    this.#sending.refusal = undefined;
    void this.#edition.again();
    void this.#sightings.again();
  };

  /** Gives whether it was added, and not thought better of. */
  async #add(origin: string): Promise<boolean> {
    const before = this.#origins;
    if (before.includes(origin)) throw wrongOrigin(`${origin} is in the list already.`);
    try {
      const after = await this.#settled([...before, origin], 'Let them in too');
      if (!after) return false;
      await this.#save(after);
      toast(`Saved. Pages of ${after.slice(before.length).join(' and ')} are let in.`);
      return true;
    } catch (error) {
      // The server names the place in its list; here it is the one field that was typed into.
      const wrong = error instanceof Refusal && error.at(`/allowedOrigins/${before.length}`);
      throw wrong ? wrongOrigin(wrong) : error;
    } finally {
      void this.#sightings.again();
    }
  }

  /**
   * The list as it is to be saved, with those in use that it would shut out named first; undefined where
   * that was thought better of. What is no origin is left to the server to refuse.
   */
  async #settled(wanted: string[], letIn?: string): Promise<string[] | undefined> {
    if (!wanted.every(isOrigin)) return wanted;
    const { data } = (await ask<List<Sighting>>(this.apiPath('/sightings'))).value;
    const others = staleOrigins(wanted, this.#origins, data, Date.now());
    if (others.length === 0) return wanted;
    const answer = await askAboutStaleOrigins(others, letIn);
    return answer && (answer === 'let-in' ? [...wanted, ...others] : wanted);
  }

  async #onOffer(origin: string): Promise<void> {
    await this.#add(origin).catch(this.#tellRefusal);
  }

  async #onRemove(origin: string): Promise<void> {
    const before = this.#origins;
    const others = before.filter((one) => one !== origin);
    const words =
      others.length === 0 ? 'All pages are let in now.' : `Pages of ${origin} are shut out.`;
    try {
      const after = await this.#settled(others);
      if (!after) return;
      await this.#save(after);
      toast(`Saved. ${words}`, () => this.#save(before).catch(this.#tellRefusal));
    } catch (error) {
      this.#tellRefusal(error);
    }
    void this.#sightings.again();
  }

  #tellRefusal = (error: unknown): void => {
    toast(asRefusal(error).message);
    this.#readAnew();
  };

  async #save(allowedOrigins: string[]): Promise<void> {
    const { read } = this.#edition;
    if (read.state !== 'ready') return;
    this.#edition.put(await saveProject(this.apiPath(''), read.value, { allowedOrigins }));
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'origins',
      'Allowed origins',
      'Whose pages may show the widget. An origin is scheme, host and port: https://app.example.com.',
      html`${this.#edition.render(() => this.#listView(), { lines: 2 })}${this.#formView()}`,
    );
  }

  #listView(): TemplateResult {
    if (this.#origins.length === 0) {
      const text =
        'Every page that has your public key may show your releases. As soon as one origin is in the list, all others are shut out.';
      return html`<div class="card">${emptyView('All pages are let in', text)}</div>`;
    }
    return html`<ul class="card rows">${this.#origins.map(
      (origin) => html`<li><p class="what">${origin}</p>
        <div class="acts"><button aria-label="Remove ${origin}" @click=${() => this.#onRemove(origin)}>Remove</button></div></li>`,
    )}</ul>`;
  }

  #formView(): TemplateResult {
    const sending = this.#sending;
    return html`<section class="card padded"><h2>Add an origin</h2>
      <p class="note">It counts from the next request on.</p>
      <form @submit=${sending.on}>
        ${sending.alert('origin')}${staleView(sending.refusal, this.#readAnew)}
        ${fieldView({ name: 'origin', label: 'Origin', maxLength: 300, hint: 'Such as https://app.example.com, without a path.', wrong: sending.at('origin') })}
        ${sending.button('Add')}
      </form>${this.#seenView()}</section>`;
  }

  /** Pages that ask already, and that the list shuts out or would. */
  #seenView(): TemplateResult | typeof nothing {
    const { read } = this.#sightings;
    const seen = read.state === 'ready' ? read.value.map(({ origin }) => origin) : [];
    const others = seen.filter((origin) => !this.#origins.includes(origin)).slice(0, 5);
    if (others.length === 0) return nothing;
    const words = this.#origins.length > 0 ? 'Seen lately, and shut out:' : 'Seen lately:';
    return html`<p class="note">${words}</p>
      <ul class="offers">${others.map(
        (origin) => html`<li>${origin}<button aria-label="Add ${origin}"
          @click=${() => this.#onOffer(origin)}>Add</button></li>`,
      )}</ul>`;
  }
}

/** As browsers write one. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function wrongOrigin(detail: string): Refusal {
  const errors = [{ pointer: '/origin', detail }];
  return new Refusal({ code: 'invalid_body', detail, errors });
}

customElements.define('origins-page', OriginsPage);
