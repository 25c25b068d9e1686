import { cartesiaFault } from '../fault-recipe.ts';

export const errors = cartesiaFault('errors', 'One request in five fails', { id: 'errors', rate: 0.2 }, [
  'bench',
  'cartesia.tts-bytes',
  'cartesia.tts-sse',
  'cartesia.tts-websocket',
]);
