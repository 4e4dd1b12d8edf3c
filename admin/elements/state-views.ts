import { css, html, type TemplateResult } from 'lit';
import type { ApiError } from '../errors/api-error.ts';

/** The styles of views that replace content. */
export const stateStyles = css`
  .state { padding: var(--space-6) var(--space-5); text-align: center; color: var(--muted); }
  .state h2 { color: var(--text); margin-block-end: var(--space-2); }
  .state p { max-width: 30rem; text-wrap: balance; margin-inline: auto; overflow-wrap: anywhere; }
  .state > p + * { margin-block-start: var(--space-4); }
  .skeleton-line { height: 4.25rem; padding: var(--space-4); }
  .skeleton-line + .skeleton-line { border-block-start: 1px solid var(--line); }
  .skeleton-line::before, .skeleton-line::after { content: ''; display: block; height: 0.7rem; border-radius: 4px;
    background: var(--well); animation: pulse 1.6s ease-in-out infinite alternate; }
  .skeleton-line::before { width: 34%; }
  .skeleton-line::after { width: 18%; margin-block-start: var(--space-2); }
  @keyframes pulse { from { opacity: 0.55; } to { opacity: 1; } }
`;

const homeLink = html`<a class="button" href="/admin/">Go to my project</a>`;

/** An empty state: a title, the reason, and an action if there is one. */
export function emptyView(title: string, text: string, action?: TemplateResult): TemplateResult {
  return html`<div class="state"><h2>${title}</h2><p>${text}</p>${action}</div>`;
}

/** The server's message, with a button to try again or, if nothing was found, a link home. */
export function failedView(error: ApiError, retry: () => void): TemplateResult {
  if (error.code === 'not_found') {
    return html`<div class="state" role="alert"><h2>Not found</h2>
      <p>${error.message}</p>${homeLink}</div>`;
  }
  return html`<div class="state" role="alert"><h2>This could not be loaded</h2>
    <p>${error.message}</p><button @click=${retry}>Try again</button></div>`;
}

/** Placeholder lines as high as the content, so that nothing shifts when it loads. */
export function skeletonView(lines: number): TemplateResult {
  return html`<p class="visually-hidden" role="status">Loading</p>
    <div class="card" aria-hidden="true">${Array.from({ length: lines }, () => html`<div class="skeleton-line"></div>`)}</div>`;
}

/** A message that replaces a page, with a heading of level 1 and an action. */
export function noticeView(heading: string, text: string, action = homeLink): TemplateResult {
  return html`<div class="state"><h1>${heading}</h1><p>${text}</p>${action}</div>`;
}
