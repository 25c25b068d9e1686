import { sieFault } from '../fault-recipe.ts';

export const configDown = sieFault('config-down', 'The config service answers 503', { id: 'config-down' }, [
  'sie.config-health',
]);
