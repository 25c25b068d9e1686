import { mutationMatrix } from './matrix.ts';
import { amongRealSoftware, fromAPodOnly, sieSettings } from './settings.ts';

/** SIE's gateway has no preStop hook: a rollout loses a request now and then, and the advice that tells so is right. */
const losesRequests = { 'requests-kept': 'agent/e2e/matrix/cartesia.e2e.test.ts' };

mutationMatrix({
  platform: 'sie',
  settings: sieSettings,
  elsewhere: { ...amongRealSoftware, ...fromAPodOnly, ...losesRequests },
});
