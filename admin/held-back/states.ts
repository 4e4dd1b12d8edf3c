import type { HeldState } from '../../contract/vocabulary.ts';

/** How each state of a group is called, the chip's colour, and what the state means for the scores. */
export const heldStateWords: Record<
  HeldState,
  { words: string; colour: string; meaning: string; moving: string }
> = {
  held: {
    words: 'Held back',
    colour: 'warn',
    meaning: 'These answers don’t count yet.',
    moving: 'These answers are being taken out of the scores.',
  },
  released: {
    words: 'Released',
    colour: 'good',
    meaning: 'These answers count.',
    moving: 'These answers are being added to the scores.',
  },
  rejected: {
    words: 'Rejected',
    colour: '',
    meaning: 'These answers don’t count.',
    moving: 'These answers are being taken out of the scores.',
  },
};
