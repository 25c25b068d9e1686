import { cartesiaFault } from '../fault-recipe.ts';

export const truncated = cartesiaFault(
  'truncated',
  'Streams are cut off half-way',
  { id: 'truncated', rate: 1, keep: 0.5 },
  ['cartesia.tts-bytes', 'cartesia.tts-sse', 'cartesia.tts-websocket', 'bench'],
);
