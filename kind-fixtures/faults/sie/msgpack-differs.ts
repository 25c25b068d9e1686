import { sieFault } from '../fault-recipe.ts';

export const msgpackDiffers = sieFault(
  'msgpack-differs',
  'The format of the SDK holds other numbers than JSON',
  { id: 'msgpack-differs' },
  ['sie.encode-msgpack'],
);
