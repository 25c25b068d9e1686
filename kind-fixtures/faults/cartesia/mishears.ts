import { cartesiaFault } from '../fault-recipe.ts';

export const mishears = cartesiaFault(
  'mishears',
  'Speech to text answers with other words',
  { id: 'mishears' },
  ['cartesia.stt', 'cartesia.speech-understood'],
);
