import type { Release } from '../../../contract/releases.ts';
import type { Refusal } from '../../errors/refusal.ts';
import { type Draft, draftOf, saysTheSame } from '../../release/draft.ts';
import { otherEdition } from '../../release/release-calls.ts';

/** How far what is written has come. */
export type SaveState =
  | { kind: 'untouched' | 'unsaved' | 'saving' | 'saved' }
  | { kind: 'failed'; refusal: Refusal }
  /** Somebody else has saved something else meanwhile. */
  | { kind: 'conflict'; theirs: Release };

/** What one of the desk knows when a save is refused. */
export interface Sender {
  /** Of the project's releases. */
  path: string;
  sent: Draft;
  /** Sent before, and nobody knows whether it arrived. */
  lost: Draft | undefined;
  /** What the server had, as far as is known, and the release that said so. */
  base: Draft;
  known: Release | undefined;
}

/** What is there in the place of what was sent. */
export type SaveConflict =
  /** Our own, of which only the reply was lost. */
  | { kind: 'ours'; draft: Draft; release: Release }
  /** Another state, and the words that were known. */
  | { kind: 'unchanged' | 'theirs'; release: Release };

/** Looks at what was saved instead of ours; undefined where that is not why it was refused. */
export async function findSaveConflict(
  refusal: Refusal,
  sender: Sender,
): Promise<SaveConflict | undefined> {
  const { path, sent, lost, base, known } = sender;
  const release = await otherEdition(path, refusal, sent, known).catch(() => undefined);
  if (!release) return undefined;
  const there = draftOf(release);
  const draft = [sent, lost].find((one) => one && saysTheSame(there, one));
  if (draft) return { kind: 'ours', draft, release };
  if (!known) return undefined;
  return { kind: saysTheSame(there, base) ? 'unchanged' : 'theirs', release };
}
