import { afterAll, beforeAll, describe } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { mutationMatrix } from './matrix.ts';
import { type Harbour, openHarbour } from './surroundings.ts';

let harbour: Harbour;
beforeAll(async () => {
  harbour = await openHarbour(await sharedCluster());
});
afterAll(() => harbour?.[Symbol.asyncDispose]());

describe.each(['cartesia', 'sie', 'wordcab'])('%s among real software', (platform) => {
  mutationMatrix({ platform, harbour: () => harbour });
});
