import { sieFault } from '../fault-recipe.ts';

export const serverVersion = sieFault(
  'server-version',
  'Another version answers than the one deployed',
  { id: 'server-version', says: '0.2.9' },
  ['sie.server-version', 'sie.sdk-version'],
);
