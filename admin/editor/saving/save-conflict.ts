import type { Release } from '../../../contract/releases.ts';
import type { ApiError } from '../../errors/api-error.ts';
import { isSameDraft, type ReleaseDraft, toDraft } from '../../release/draft.ts';
import { findConflictingRelease } from '../../release/release-calls.ts';

/** The state of saving. */
export type SaveState =
  | { kind: 'untouched' | 'unsaved' | 'saving' | 'saved' }
  | { kind: 'failed'; error: ApiError }
  /** Someone else has saved other content. */
  | { kind: 'conflict'; theirs: Release };

/** What is known about a save that failed. */
export interface SaveAttempt {
  /** The path of the project's releases. */
  path: string;
  sentDraft: ReleaseDraft;
  /** A draft that was sent earlier without a reply, so it may have been saved. */
  unconfirmedDraft: ReleaseDraft | undefined;
  /** The content that the server had when last read, and the release that it came from. */
  base: ReleaseDraft;
  knownRelease: Release | undefined;
}

/** The release on the server that a save conflicts with. */
export type SaveConflict =
  /** Our own draft, which was saved although its reply was lost. */
  | { kind: 'ours'; draft: ReleaseDraft; release: Release }
  /** `unchanged`: the known content in another state; `theirs`: content of someone else. */
  | { kind: 'unchanged' | 'theirs'; release: Release };

/** Finds what was saved instead of our draft; undefined if the error has another cause. */
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
