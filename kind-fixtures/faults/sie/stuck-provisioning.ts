import { sieFault } from '../fault-recipe.ts';

export const stuckProvisioning = sieFault(
  'stuck-provisioning',
  'Requests are asked to wait for capacity, for ever',
  { id: 'stuck-provisioning' },
  ['sie.encode'],
);
