import type { ReleaseState } from '../../contract/vocabulary.ts';

/** The label of each state, and the chip's colour. */
export const releaseStateLabels: Record<ReleaseState, { label: string; colour: string }> = {
  draft: { label: 'Draft', colour: '' },
  scheduled: { label: 'Scheduled', colour: 'calm' },
  live: { label: 'Live', colour: 'good' },
  held: { label: 'Held', colour: 'warn' },
  rolled_back: { label: 'Rolled back', colour: 'bad' },
  archived: { label: 'Archived', colour: '' },
};
