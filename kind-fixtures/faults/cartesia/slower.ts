import { cartesiaFault } from '../fault-recipe.ts';

export const slower = cartesiaFault('slower', 'Everything takes 30 % longer', { id: 'slower', percent: 30 }, [
  'bench',
]);
