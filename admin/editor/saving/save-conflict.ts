import type { Release } from '../../../contract/releases.ts';
import type { ApiError } from '../../errors/api-error.ts';
import { isSameDraft, type ReleaseDraft, toDraft } from '../../release/draft.ts';
import { findConflictingRelease } from '../../release/release-calls.ts';

/** How far what is written has come. */
export type SaveState =
  | { kind: 'untouched' | 'unsaved' | 'saving' | 'saved' }
  | { kind: 'failed'; error: ApiError }
  /** Somebody else has saved something else meanwhile. */
  | { kind: 'conflict'; theirs: Release };

/** What one of the desk knows when a save is refused. */
export interface SaveAttempt {
  /** Of the project's releases. */
  path: string;
  sentDraft: ReleaseDraft;
  /** Sent before, and nobody knows whether it arrived. */
  unconfirmedDraft: ReleaseDraft | undefined;
  /** What the server had, as far as is known, and the release that said so. */
  base: ReleaseDraft;
  knownRelease: Release | undefined;
}

/** What is there in the place of what was sent. */
export type SaveConflict =
  /** Our own, of which only the reply was lost. */
  | { kind: 'ours'; draft: ReleaseDraft; release: Release }
  /** Another state, and the words that were known. */
  | { kind: 'unchanged' | 'theirs'; release: Release };

/** Looks at what was saved instead of ours; undefined where that is not why it was refused. */
export async function findSaveConflict(
  error: ApiError,
  attempt: SaveAttempt,
): Promise<SaveConflict | undefined> {
  const { path, sentDraft, unconfirmedDraft, base, knownRelease } = attempt;
  const release = await findConflictingRelease(path, error, sentDraft, knownRelease).catch(
    () => undefined,
  );
  if (!release) return undefined;
  const currentDraft = toDraft(release);
  const draft = [sentDraft, unconfirmedDraft].find((one) => one && isSameDraft(currentDraft, one));
  if (draft) return { kind: 'ours', draft, release };
  if (!knownRelease) return undefined;
  return { kind: isSameDraft(currentDraft, base) ? 'unchanged' : 'theirs', release };
}
