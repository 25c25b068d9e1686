import { sieFault } from '../fault-recipe.ts';

export const zeroWorkers = sieFault(
  'zero-workers',
  'The gateway sees no worker: it is degraded, and still answers 200',
  { id: 'zero-workers' },
  ['sie.gateway-health', 'sie.worker-capacity'],
);
