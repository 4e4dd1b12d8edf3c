import { html, nothing, type TemplateResult } from 'lit';
import '../../elements/relative-time.ts';
import { filledNotes, isSameDraft, type ReleaseDraft } from '../../release/draft.ts';
import type { LocalDrafts } from './local-drafts.ts';
import type { ReleaseSaver } from './release-saver.ts';

/** Removes drafts that the server did save, although its reply was lost. */
export function removeSavedDrafts(
  { release, draft }: ReleaseSaver,
  localDrafts: LocalDrafts,
): void {
  if (!release) return;
  const saved = localDrafts.recoverable.filter(([, localDraft]) =>
    isSameDraft(localDraft.draft, draft),
  );
  for (const [key] of saved) localDrafts.remove(key);
}

/** Offers the newest draft stored on this device, until it is restored or discarded. */
export function recoveryBannerView(
  saver: ReleaseSaver,
  localDrafts: LocalDrafts,
  onChange: () => void,
): TemplateResult | typeof nothing {
  const [newest] = localDrafts.recoverable;
  if (!newest) return nothing;
  const [key, localDraft] = newest;
  const restore = () => {
    saver.restore(localDraft);
    localDrafts.remove(key);
    onChange();
  };
  const discard = () => {
    localDrafts.remove(key);
    onChange();
  };
  return html`<div class="recovery"><p>Written here <relative-time .at=${localDraft.at}></relative-time> and not
      saved: ${summary(localDraft.draft)}</p>
    <button @click=${restore}>Continue editing</button><button @click=${discard}>Discard</button></div>`;
}

/** A short text by which its writer recognises a draft; at most 80 characters. */
function summary(draft: ReleaseDraft): string {
  const [first] = filledNotes(draft);
  const parts = [draft.version, draft.title || first?.title || first?.body || ''];
  return parts.filter(Boolean).join(', ').slice(0, 80);
}
