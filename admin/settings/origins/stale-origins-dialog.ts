import { html, nothing, type TemplateResult } from 'lit';
import { openDialog } from '../../elements/dialog.ts';
import { formatCount } from '../../formats.ts';

/** What to do with the origins that a list would block. */
type StaleOriginsChoice = 'shut-out' | 'let-in';

const maxShown = 8;

/**
 * Shows the origins in use that a new list would block, before the list is saved. `letInLabel` is
 * the button that adds them to the list. Returns undefined if the list is to stay as it was.
 */
export function confirmStaleOrigins(
  origins: readonly string[],
  letInLabel?: string,
): Promise<StaleOriginsChoice | undefined> {
  const count = formatCount(origins.length, 'origin');
  return openDialog<StaleOriginsChoice>(
    `Block ${count}?`,
    (
      close,
    ) => html`<p>Pages on these origins were seen in the last week. When you save, they are blocked and
        their visitors see no releases:</p>
      ${namesView(origins)}
      <div class="row actions">
        <button autofocus @click=${() => close()}>Cancel</button>
        <button class="danger" @click=${() => close('shut-out')}>Save and block</button>
        ${letInLabel ? html`<button class="primary" @click=${() => close('let-in')}>${letInLabel}</button>` : nothing}
      </div>`,
  );
}

function namesView(origins: readonly string[]): TemplateResult {
  const more = origins.length - maxShown;
  return html`<ul class="names">${origins
    .slice(0, maxShown)
    .map(
      (origin) => html`<li><strong>${origin}</strong></li>`,
    )}${more > 0 ? html`<li>and ${more} more</li>` : nothing}</ul>`;
}
