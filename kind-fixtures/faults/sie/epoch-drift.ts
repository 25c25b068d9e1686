import { sieFault } from '../fault-recipe.ts';

export const epochDrift = sieFault(
  'epoch-drift',
  'The gateways never get the newest configuration',
  { id: 'epoch-drift', by: 1 },
  ['sie.config-epochs'],
);
