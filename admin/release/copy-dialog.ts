import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import { limits } from '../../contract/vocabulary.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { openDialog } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { copyRelease, proposeVersion } from './release-calls.ts';

/** The form in the copy dialog. */
class CopyForm extends LitElement {
  static override styles = [baseStyles, controlStyles, css`.actions { justify-content: end; }`];
  static override properties = {
    version: {},
    send: { attribute: false },
    done: { attribute: false },
  };

  /** The proposed version of the copy. */
  declare version: string;
  declare send: (version: string) => Promise<Release>;
  declare done: (release?: Release) => void;

  readonly #form = new FormController(this, async ({ version = '' }) =>
    this.done(await this.send(version.trim())),
  );

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.select();
  }

  protected override render(): TemplateResult {
    const form = this.#form;
    return html`<form novalidate @submit=${form.onSubmit}>
      <p class="quiet">The draft gets the same title and notes. Visitors cannot see it before you publish it.</p>
      ${form.alertView('version')}
      ${fieldView({ name: 'version', label: 'Version of the new draft', value: this.version, maxLength: limits.versionChars, error: form.messageFor('version') })}
      <div class="row actions"><button type="button" @click=${() => this.done()}>Cancel</button>
        ${form.submitButtonView('Create draft')}</div>
    </form>`;
  }
}

customElements.define('copy-form', CopyForm);

/**
 * Asks for a version, and creates a draft with the same content. `path` is that of the project's
 * releases. Undefined if cancelled.
 */
export async function copyToNewDraft(path: string, source: Release): Promise<Release | undefined> {
  const proposed = await proposeVersion(path);
  const send = (version: string) => copyRelease(path, source, version);
  return openDialog(
    `Copy ${source.version} to a new draft`,
    (close) => html`<copy-form .version=${proposed} .send=${send} .done=${close}></copy-form>`,
  );
}
