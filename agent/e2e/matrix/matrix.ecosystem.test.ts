import { afterAll, beforeAll, describe } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { mutationMatrix } from './matrix.ts';
import { besideRealSoftware, fromAPodOnly, sieSettings, wordcabSettings } from './settings.ts';
import { type Harbour, openHarbour } from './surroundings.ts';

let harbour: Harbour;
beforeAll(async () => {
  harbour = await openHarbour(await sharedCluster());
});
afterAll(() => harbour?.[Symbol.asyncDispose]());

const platforms = [
  { platform: 'cartesia', settings: {} },
  { platform: 'sie', settings: sieSettings },
  { platform: 'wordcab', settings: wordcabSettings },
];
describe.each(platforms)('$platform among real software', ({ platform, settings }) => {
  mutationMatrix({
    platform,
    settings,
    elsewhere: { ...fromAPodOnly, ...besideRealSoftware },
    harbour: () => harbour,
  });
});
