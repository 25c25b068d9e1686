/** What smoke requests say: plain words, so that no model's vocabulary lacks them. */
export const sentence = 'The ship is ready to sail. All hands report on deck.';

/** Two texts of one meaning and one of another: any embedding model tells them apart. */
export const meanings = {
  anchor: 'The ship is ready to sail.',
  near: 'The ship is now ready to sail away.',
  far: 'Her invoice for the kitchen table was paid in March.',
} as const;

export const voice = 'ember';
export const sampleRate = 16_000;
