import { wordcabFault } from '../fault-recipe.ts';

export const wordcabErrors = wordcabFault('errors', 'Every request to a pool fails', { id: 'errors' }, [
  'wordcab.chat',
  'wordcab.speech',
  'wordcab.embeddings',
  'openai.chat',
  'openai.embeddings',
]);
