import { html, nothing, type TemplateResult } from 'lit';
import { isAtLeast } from '../../contract/vocabulary.ts';
import type { Membership } from '../session/session.ts';
import { settingsTabs } from './settings-tabs.ts';

/** The frame of a page of the settings: the ways to the others that the role may go, and its heading. */
export function settingsView(
  { slug, role }: Membership,
  here: string,
  heading: string,
  lead: string,
  content: TemplateResult | typeof nothing,
): TemplateResult {
  const offered = settingsTabs.filter((page) => isAtLeast(role, page.role ?? 'viewer'));
  return html`<nav class="ways" aria-label="Settings">${offered.map(
    ({ name, words }) =>
      html`<a href="/admin/${slug}/settings/${name}"
        aria-current=${name === here ? 'page' : nothing}>${words}</a>`,
  )}</nav>
    <h1>${heading}</h1><p class="lead">${lead}</p><div class="stack">${content}</div>`;
}
