import { sieFault } from '../fault-recipe.ts';

export const wrongDims = sieFault('wrong-dims', 'Embeddings are too short', { id: 'wrong-dims', dims: 768 }, [
  'sie.encode',
  'sie.encode-quality',
]);
