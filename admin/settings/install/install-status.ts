import { html, nothing, type TemplateResult } from 'lit';
import type { Sighting } from '../../../contract/sightings.ts';
import '../../elements/relative-time.ts';
import { isRecent } from '../origins/stale-origins.ts';

type AllowOrigin = (origin: string) => void;

/**
 * Shows whether pages request the releases, and which of them are refused: to their visitors, a
 * refusal looks like a broken network. `allow` is for people who may change the settings.
 */
export function installStatusView(
  heartbeats: Sighting[],
  allow: AllowOrigin | undefined,
): TemplateResult {
  const now = Date.now();
  const allowed = heartbeats.filter(({ isRefused }) => !isRefused);
  const refused = heartbeats.filter((heartbeat) => heartbeat.isRefused && isRecent(heartbeat, now));
  if (allowed.length === 0 && refused.length === 0) {
    return html`<p class="quiet" role="status">No page has requested your releases yet. Paste the snippet
      below, then open a page of your product. This changes within seconds.</p>`;
  }
  const views = [allowedView(allowed, now), refusedView(refused, allow)];
  // A copied snippet on a stranger's page is no reason to show first that something is refused.
  return html`<div class="install-status">${allowed.some((heartbeat) => isRecent(heartbeat, now)) ? views : views.reverse()}</div>`;
}

function allowedView(heartbeats: Sighting[], now: number): TemplateResult | typeof nothing {
  const [last] = heartbeats;
  if (!last) return nothing;
  return html`<div>${
    isRecent(last, now)
      ? html`<p role="status" class="good-note">Yes. Pages are requesting your releases.</p>`
      : html`<p role="status" class="warn-note">It was, but no page has requested your releases in the last week.</p>`
  }<ul class="heartbeats">${heartbeats.map((heartbeat) => html`<li>${heartbeatView(heartbeat)}</li>`)}</ul></div>`;
}

function refusedView(
  heartbeats: Sighting[],
  allow: AllowOrigin | undefined,
): TemplateResult | typeof nothing {
  if (heartbeats.length === 0) return nothing;
  return html`<div><p role="status" class="alert">Blocked: these pages request your releases, but their
      origins aren’t allowed. Their visitors see no releases.</p>
    <ul class="heartbeats suggestions">${heartbeats.map(
      (heartbeat) =>
        html`<li><span>${heartbeatView(heartbeat)}</span>${
          allow
            ? html`<button aria-label="Allow ${heartbeat.origin}" @click=${() => allow(heartbeat.origin)}>Allow</button>`
            : nothing
        }</li>`,
    )}</ul>
    <p class="note">${
      allow
        ? 'Allow only your own pages: anyone can copy a snippet.'
        : 'If these pages are yours, an owner can allow them here.'
    }</p></div>`;
}

function heartbeatView({ origin, firstSeenAt, lastSeenAt }: Sighting): TemplateResult {
  return html`First seen <relative-time .at=${firstSeenAt}></relative-time> from
    <strong>${hostOf(origin)}</strong>
    <span class="note">last seen <relative-time .at=${lastSeenAt}></relative-time></span>`;
}

/** Returns an origin without its scheme, if that is https. */
function hostOf(origin: string): string {
  return origin.replace(/^https:\/\//, '');
}
