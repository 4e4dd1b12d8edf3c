import { html, type TemplateResult } from 'lit';

/** The logo, the same as `icon.svg`, and the product's name. */
export function brandView(): TemplateResult {
  return html`<div class="brand"><svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#4650d0"></rect>
    <path d="M9 10h14M16 10v13" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"></path>
    <circle cx="24" cy="22" r="2.5" fill="#ffd166"></circle></svg>Tidings</div>`;
}
