import { cartesiaFault } from '../fault-recipe.ts';

export const noVoices = cartesiaFault(
  'no-voices',
  'The list of voices is empty',
  { id: 'voices-lost', shipped: true },
  ['cartesia.voices', 'cartesia.voices-kept', 'cartesia.tts-bytes'],
);
