import type { FaultRecipe } from '../fault-recipe.ts';

/** By values only: the license proxy has no part in the bus that carries faults at run time. */
export const licenseProxyDown: FaultRecipe = {
  id: 'cartesia/license-proxy-down',
  platform: 'cartesia',
  title: 'The license proxy runs and is Ready, but answers 503',
  values: { standIn: { faults: [{ id: 'never-ready', role: 'license-proxy' }] } },
  caughtBy: ['cartesia.license-proxy', 'preflight.license-and-egress'],
};
