import { sieFault } from '../fault-recipe.ts';

export const errors = sieFault('errors', 'Every inference fails', { id: 'errors', rate: 1 }, [
  'sie.encode',
  'sie.score',
  'sie.extract',
]);
