import { sieFault } from '../fault-recipe.ts';

export const modelsEmpty = sieFault('models-empty', 'The model catalogue is empty', { id: 'models-empty' }, [
  'sie.models',
  'sie.models-kept',
]);
