import { cartesiaFault } from '../fault-recipe.ts';

export const wrongWords = cartesiaFault(
  'wrong-words',
  'The speech is loud and long enough, but says something else',
  { id: 'wrong-words', rate: 1 },
  ['cartesia.speech-understood'],
);
