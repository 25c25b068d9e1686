import { sieFault } from '../fault-recipe.ts';

export const bundleNotAcked = sieFault(
  'bundle-not-acked',
  'The workers have another bundle than the gateways expect',
  { id: 'bundle-not-acked' },
  ['sie.config-epochs'],
);
