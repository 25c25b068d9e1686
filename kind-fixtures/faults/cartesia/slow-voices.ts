import { cartesiaFault } from '../fault-recipe.ts';

export const slowVoices = cartesiaFault(
  'slow-voices',
  'Listing the voices takes half a minute',
  { id: 'slow-voices', delayMs: 30_000 },
  ['cartesia.voices'],
  { leaves: 'inconclusive' },
);
