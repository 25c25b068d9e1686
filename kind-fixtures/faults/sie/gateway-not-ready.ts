import { sieFault } from '../fault-recipe.ts';

export const gatewayNotReady = sieFault(
  'gateway-not-ready',
  'The gateway is not ready',
  { id: 'gateway-not-ready' },
  ['sie.gateway-ready'],
);
