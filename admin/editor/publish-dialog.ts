import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PublishRequest, Release } from '../../contract/releases.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { openDialog } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { listZones, toLocalTime } from './local-times.ts';

const dayMs = 86_400_000;

/** The release to publish, and how. */
export interface PublishOptions {
  release: Release;
  /** The project's name. */
  project: string;
  /** Whether the release is scheduled: publishing it now is not offered. */
  later: boolean;
  /** Returns undefined if the release has changed: it has to be reviewed first. */
  send(when: PublishRequest): Promise<Release | undefined>;
}

/** The form in the publish dialog. */
class PublishForm extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      fieldset { display: grid; gap: var(--space-2); margin: 0; padding: 0; border: 0; }
      .choice { display: flex; align-items: center; gap: var(--space-2); font-weight: 550; cursor: pointer; }
      .choice input { width: auto; min-height: 0; accent-color: var(--accent); }
      .time { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr));
        align-items: start; gap: var(--space-3); }
      .zone { grid-column: 1 / -1; }
      .audience { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--well); }
      .actions { justify-content: end; }
    `,
  ];
  static override properties = {
    options: { attribute: false },
    done: { attribute: false },
    isLater: { state: true },
  };

  declare options: PublishOptions;
  declare done: (release?: Release) => void;
  declare private isLater: boolean;

  readonly #form = new FormController(this, async ({ date = '', time = '', zone = '' }) => {
    const when = this.isLater ? { at: `${date}T${time}`, zone } : {};
    this.done(await this.options.send(when));
  });

  protected override willUpdate(): void {
    this.isLater ??= this.options.later;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('input, .actions button')?.focus();
  }

  protected override render(): TemplateResult {
    const form = this.#form;
    const { later, release } = this.options;
    if (release.notes.length === 0) return this.#emptyView();
    return html`<form @submit=${form.onSubmit}>
      ${form.alertView('at', 'zone')}
      ${later ? nothing : this.#whenView()} ${this.isLater ? this.#timeView() : nothing}
      <p class="audience">${toAudienceText(this.options)}</p>
      <div class="row actions"><button type="button" @click=${() => this.done()}>Cancel</button>
        ${form.submitButtonView(this.isLater ? 'Schedule' : 'Publish now')}</div>
    </form>`;
  }

  /** Visitors would see only a version, and be asked to rate it. */
  #emptyView(): TemplateResult {
    return html`<p>This release has no notes, so visitors would see only its version. Write at least one note
        first.</p>
      <div class="row actions"><button class="primary" autofocus @click=${() => this.done()}>Continue writing</button></div>`;
  }

  #whenView(): TemplateResult {
    const radioView = (isLater: boolean, label: string) =>
      html`<label class="choice"><input type="radio" name="when" .checked=${this.isLater === isLater}
        @change=${() => {
          this.isLater = isLater;
        }} />${label}</label>`;
    return html`<fieldset><legend class="visually-hidden">When</legend>
      ${radioView(false, 'Now')} ${radioView(true, 'At a time')}</fieldset>`;
  }

  #timeView(): TemplateResult {
    const { publishAt } = this.options.release;
    const tomorrow = `${toLocalTime(new Date(Date.now() + dayMs).toISOString()).slice(0, 10)}T09:00`;
    const [date, time] = (toLocalTime(publishAt) || tomorrow).split('T');
    const timeError = this.#form.messageFor('at');
    const zoneError = this.#form.messageFor('zone');
    return html`<div class="time" @input=${() => this.#form.clearErrors('at', 'zone')}>
      ${fieldView({ name: 'date', label: 'Date', type: 'date', value: date ?? '' })}
      ${fieldView({ name: 'time', label: 'Time', type: 'time', value: time ?? '', error: timeError })}
      <div class="field zone"><label for="zone">Time zone</label>
        <select id="zone" name="zone" aria-invalid=${Boolean(zoneError)}
          aria-describedby=${zoneError ? 'zone-error' : nothing}>
          ${listZones().map((one) => html`<option value=${one}>${one.replaceAll('_', ' ')}</option>`)}</select>
        ${zoneError ? html`<p class="error-text" id="zone-error">${zoneError}</p>` : nothing}</div>
    </div>`;
  }
}

/** Says who will see the release, and whether it counts as unread. */
function toAudienceText({ release, project }: PublishOptions): string {
  const unreadText = release.silent ? 'It does not count as unread.' : 'It counts as unread.';
  return `Every visitor of ${project} will see this release in the widget and on the public page. ${unreadText}`;
}

customElements.define('publish-form', PublishForm);

/** Asks for the time, says who will see the release, and publishes it. Undefined if cancelled. */
export function openPublishDialog(options: PublishOptions): Promise<Release | undefined> {
  const verb = options.later ? 'Schedule' : 'Publish';
  return openDialog(
    `${verb} ${options.release.version}`,
    (close) => html`<publish-form .options=${options} .done=${close}></publish-form>`,
  );
}
