import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TokenCheck } from '../../../contract/token-checks.ts';
import { callApi } from '../../client.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { FormController } from '../../elements/form-controller.ts';
import { textAreaView } from '../../elements/text-area.ts';
import { formatDateTime } from '../../formats.ts';
import { settingsStyles } from '../settings.styles.ts';
import { readTokenParts, type TokenParts } from './token-parts.ts';

/** The server's check of a token, and what the token contains. */
interface TokenTestResult {
  check: TokenCheck;
  parts: TokenParts | undefined;
}

/** Tests a token: shows whom it names, or exactly what is wrong with it. It is not stored. */
class TokenTester extends LitElement {
  static override styles = [baseStyles, controlStyles, settingsStyles];
  static override properties = { path: {}, projectId: {}, result: { state: true } };

  declare path: string;
  declare projectId: string;
  declare private result: TokenTestResult | undefined;

  readonly #form = new FormController(this, async ({ token = '' }) => {
    this.result = undefined;
    const options = { method: 'POST', body: { token } } as const;
    const { value } = await callApi<TokenCheck>(this.path, options);
    this.result = { check: value, parts: readTokenParts(token) };
  });

  protected override render(): TemplateResult {
    const form = this.#form;
    const hint =
      'As your server signed it: three parts separated by dots. It is checked and not stored.';
    return html`<section class="card padded"><h2>Test a token</h2>
      <p class="note">Its audience (<code>aud</code>) must be this project: <code>${this.projectId}</code></p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('token')}
        ${textAreaView({ name: 'token', label: 'Token', rows: 4, maxLength: 16_000, placeholder: 'eyJ…', hint, error: form.messageFor('token') })}
        ${form.submitButtonView('Test token')}
      </form>
      <div class="result" role="status">${this.result ? resultView(this.result) : nothing}</div></section>`;
  }
}

function resultView({ check, parts }: TokenTestResult): TemplateResult {
  if (check.ok) {
    const { sub, account, traits, expiresAt } = check;
    return html`<p class="good-note">This token is valid.</p>${detailsView({
      Visitor: sub,
      Account: account ?? 'none',
      Traits: Object.keys(traits).length > 0 ? JSON.stringify(traits) : 'none',
      'Valid until': formatDateTime(expiresAt),
    })}`;
  }
  return html`<p class="alert">${check.detail}</p>
    ${parts ? html`<p class="note">The token contains:</p>${detailsView(parts)}` : nothing}`;
}

function detailsView(details: Record<string, string>): TemplateResult {
  return html`<dl class="details-list">${Object.entries(details).map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl>`;
}

customElements.define('token-tester', TokenTester);
