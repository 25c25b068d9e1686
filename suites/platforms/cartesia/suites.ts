import { licenseLoaded } from '../../checks/posture/license-loaded.ts';
import { preflightSuite } from '../../checks/preflight/entries.ts';
import { advisory, blocking, type Suite, whereThere } from '../../suite.ts';
import { afterUpgrade, commonRollback, commonVerify } from '../common-entries.ts';
import type { PlatformSuites } from '../platform.ts';
import { apiStatus } from './checks/api-status.ts';
import { dictionariesKept, voicesKept } from './checks/kept.ts';
import { licenseProxy, nats } from './checks/probeless.ts';
import { speechUnderstood } from './checks/speech-understood.ts';
import { stt } from './checks/stt.ts';
import { ttsBytes } from './checks/tts-bytes.ts';
import { ttsSse } from './checks/tts-sse.ts';
import { ttsWebSocket } from './checks/tts-websocket.ts';
import { voices } from './checks/voices.ts';
import { workerCapacity } from './checks/worker-capacity.ts';
import { isLicenseProxy, license } from './license.ts';
import { tagOf } from './tag.ts';

const common = commonVerify({
  tagOf,
  // The chart evolves apart from the release tag.
  appVersionIsTag: false,
  statusPath: '/status',
  budgetsPromised: false,
  maxUnavailable: 0,
  scaling: {
    scaleUpSeconds: 30,
    scaleDownSeconds: 900,
    source: 'Managed Kubernetes, Autoscaling: Scaling Behavior',
  },
  metricsPort: 'metrics',
  // The vendor documents gauges alone.
  counted: null,
  outside: ['api.cartesia.ai:443'],
});

const verifyEntries = [
  ...common.first,
  blocking(apiStatus),
  blocking(nats),
  blocking(licenseProxy),
  blocking(workerCapacity),
  whereThere(blocking(voicesKept)),
  whereThere(blocking(dictionariesKept)),
  ...common.last,
  whereThere(advisory(licenseLoaded({ is: isLicenseProxy, port: 8080 }))),
];
const smokeEntries = [
  blocking(voices),
  blocking(ttsBytes),
  blocking(ttsSse),
  blocking(ttsWebSocket),
  whereThere(blocking(stt)),
  blocking(speechUnderstood),
];

const verify: Suite = {
  name: 'verify',
  title: 'Verify checklist',
  entries: [...verifyEntries, ...afterUpgrade()],
};
const smoke: Suite = { name: 'smoke', title: 'Smoke tests', entries: smokeEntries };
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [...verifyEntries, ...commonRollback(), ...smokeEntries],
};

/** The checklists of a self-hosted Cartesia. */
export const suites: PlatformSuites = {
  preflight: preflightSuite({
    tagOf,
    // A tag is a date: there are no minor versions to count.
    versions: null,
    suitesToCome: [verify, smoke, rollback],
    license,
  }),
  verify,
  smoke,
  rollback,
};
