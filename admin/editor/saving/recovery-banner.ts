import { html, nothing, type TemplateResult } from 'lit';
import '../../elements/relative-time.ts';
import { type Draft, filledNotes, saysTheSame } from '../../release/draft.ts';
import type { LocalDrafts } from './local-drafts.ts';
import type { ReleaseSaver } from './release-saver.ts';

/** Forgets what was saved after all, where only the reply was lost. */
export function forgetSaved({ release, draft }: ReleaseSaver, localDrafts: LocalDrafts): void {
  if (!release) return;
  const saved = localDrafts.offered.filter(([, words]) => saysTheSame(words.draft, draft));
  for (const [key] of saved) localDrafts.forget(key);
}

/** Offers what an earlier visit left on this device, until it is taken up or discarded. */
export function recoveryBannerView(
  saver: ReleaseSaver,
  localDrafts: LocalDrafts,
  changed: () => void,
): TemplateResult | typeof nothing {
  const [newest] = localDrafts.offered;
  if (!newest) return nothing;
  const [key, words] = newest;
  const takeUp = () => {
    saver.takeUp(words);
    localDrafts.forget(key);
    changed();
  };
  const discard = () => {
    localDrafts.forget(key);
    changed();
  };
  return html`<div class="kept"><p>Written here <relative-time .at=${words.at}></relative-time> and not
      saved: ${gist(words.draft)}</p>
    <button @click=${takeUp}>Go on with it</button><button @click=${discard}>Discard it</button></div>`;
}

/** A few words by which somebody knows again what they wrote. */
function gist(draft: Draft): string {
  const [first] = filledNotes(draft);
  const words = [draft.version, draft.title || first?.title || first?.body || ''];
  return words.filter(Boolean).join(', ').slice(0, 80);
}
