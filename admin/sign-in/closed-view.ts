import { html, type TemplateResult } from 'lit';
import type { Refusal } from '../errors/refusal.ts';

/** In the place of what a link would have opened. */
export function closedView({ message }: Refusal): TemplateResult {
  return html`<h1>This link does not open</h1><p class="lead">${message}</p>
    <a class="button" href="/admin/sign-in">Sign in</a>`;
}
