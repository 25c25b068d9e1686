import { sieFault } from '../fault-recipe.ts';

export const extractEmpty = sieFault('extract-empty', 'No entity is found', { id: 'extract-empty' }, [
  'sie.extract',
]);
