import { afterAll, beforeAll, describe } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { mutationMatrix } from './matrix.ts';
import { besideRealSoftware, fromAPodOnly, sieSettings, wordcabSettings } from './settings.ts';
import { type Harbour, openHarbour } from './surroundings.ts';

const release = { release: 'prometheus' };
const platforms = [
  { platform: 'cartesia', settings: {}, monitorLabels: release },
  // The vendor's monitor has no label for a Prometheus: whoever installs it lets Prometheus take it as it is.
  { platform: 'sie', settings: sieSettings, monitorLabels: { 'app.kubernetes.io/part-of': 'sie' } },
  { platform: 'wordcab', settings: wordcabSettings, monitorLabels: release },
];
describe.each(platforms)('$platform among real software', ({ platform, settings, monitorLabels }) => {
  let harbour: Harbour;
  beforeAll(async () => {
    harbour = await openHarbour(await sharedCluster(), monitorLabels);
  });
  afterAll(() => harbour?.[Symbol.asyncDispose]());
  mutationMatrix({
    platform,
    settings,
    elsewhere: { ...fromAPodOnly, ...besideRealSoftware },
    harbour: () => harbour,
  });
});
