import { cartesiaFault } from '../fault-recipe.ts';

export const silence = cartesiaFault('silence', 'The audio is silence', { id: 'silence', rate: 1 }, [
  'cartesia.tts-bytes',
  'cartesia.tts-sse',
  'cartesia.tts-websocket',
]);
