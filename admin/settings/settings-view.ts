import { html, nothing, type TemplateResult } from 'lit';
import { isAtLeast } from '../../contract/vocabulary.ts';
import type { ProjectMembership } from '../session/session.ts';
import { settingsTabs } from './settings-tabs.ts';

/** The frame of a settings page: the tabs that the role may open, the heading and the content. */
export function settingsView(
  { slug, role }: ProjectMembership,
  current: string,
  heading: string,
  lead: string,
  content: TemplateResult | typeof nothing,
): TemplateResult {
  const visibleTabs = settingsTabs.filter((page) => isAtLeast(role, page.role ?? 'viewer'));
  return html`<nav class="nav-links" aria-label="Settings">${visibleTabs.map(
    ({ name, label }) =>
      html`<a href="/admin/${slug}/settings/${name}"
        aria-current=${name === current ? 'page' : nothing}>${label}</a>`,
  )}</nav>
    <h1>${heading}</h1><p class="lead">${lead}</p><div class="stack">${content}</div>`;
}
