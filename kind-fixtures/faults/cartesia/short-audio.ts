import { cartesiaFault } from '../fault-recipe.ts';

export const shortAudio = cartesiaFault(
  'short-audio',
  'Streams end in good order with a quarter of the audio',
  { id: 'short-audio', rate: 1, keep: 0.25 },
  ['cartesia.tts-bytes', 'cartesia.tts-sse', 'cartesia.tts-websocket'],
);
