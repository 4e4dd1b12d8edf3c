import { css, html, type TemplateResult } from 'lit';
import type { Refusal } from '../refusal.ts';

/** For what stands in the place of contents. */
export const stateStyles = css`
  .state { padding: var(--space-7) var(--space-5); text-align: center; color: var(--muted); }
  .state h2 { color: var(--text); margin-block-end: var(--space-2); }
  .state p { max-width: 30rem; text-wrap: balance; margin: 0 auto var(--space-4); overflow-wrap: anywhere; }
  .bone { height: 4.25rem; margin-block-end: 1px; background: var(--surface);
    border-block-end: 1px solid var(--line); padding: var(--space-4); }
  .bone::before, .bone::after { content: ''; display: block; height: 0.7rem; border-radius: 4px;
    background: var(--well); animation: breathe 1.6s ease-in-out infinite alternate; }
  .bone::before { width: 34%; }
  .bone::after { width: 18%; margin-block-start: var(--space-2); }
  @keyframes breathe { from { opacity: 0.55; } to { opacity: 1; } }
`;

/** That there is nothing, why, and what to do about it. */
export function emptyView(title: string, text: string, action?: TemplateResult): TemplateResult {
  return html`<div class="state"><h2>${title}</h2><p>${text}</p>${action}</div>`;
}

/** That something could not be read, in the server's sentence, and a way to try again. */
export function failedView(refusal: Refusal, retry: () => void): TemplateResult {
  return html`<div class="state" role="alert"><h2>This could not be loaded</h2>
    <p>${refusal.message}</p><button @click=${retry}>Try again</button></div>`;
}

/** Lines where contents will be, in their place and height, so that nothing jumps. */
export function skeletonView(lines: number): TemplateResult {
  return html`<p class="heard" role="status">Loading</p>
    <div class="card" aria-hidden="true">${Array.from({ length: lines }, () => html`<div class="bone"></div>`)}</div>`;
}
