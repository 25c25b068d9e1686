import { wordcabFault } from '../fault-recipe.ts';

export const noDone = wordcabFault('no-done', 'Chat streams end without [DONE]', { id: 'no-done' }, [
  'wordcab.chat',
  'openai.chat',
]);
