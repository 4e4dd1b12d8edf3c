import type { ReleaseState } from '../../contract/vocabulary.ts';

/** How each state is called, and the chip's colour. */
export const stateWords: Record<ReleaseState, { words: string; colour: string }> = {
  draft: { words: 'Draft', colour: '' },
  scheduled: { words: 'Scheduled', colour: 'calm' },
  live: { words: 'Live', colour: 'good' },
  held: { words: 'Held', colour: 'warn' },
  rolled_back: { words: 'Rolled back', colour: 'bad' },
  archived: { words: 'Archived', colour: '' },
};
