import { preflightSuite } from '../../checks/preflight/entries.ts';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { advisory, blocking, type Suite, whereThere } from '../../suite.ts';
import {
  afterUpgrade,
  type CommonFacts,
  commonRollback,
  commonSmoke,
  commonVerify,
} from '../common-entries.ts';
import type { PlatformSuites } from '../platform.ts';
import { configEpochs } from './checks/config-epochs.ts';
import { configHealth } from './checks/config-health.ts';
import { drain } from './checks/drain.ts';
import { encode } from './checks/encode.ts';
import { encodeMsgpack } from './checks/encode-msgpack.ts';
import { encodeQuality } from './checks/encode-quality.ts';
import { extract } from './checks/extract.ts';
import { gatewayHealth } from './checks/gateway-health.ts';
import { gatewayReady } from './checks/gateway-ready.ts';
import { gatewayReplicas } from './checks/gateway-replicas.ts';
import { models, modelsKept } from './checks/models.ts';
import { poolsKept } from './checks/pools-kept.ts';
import { scaleFromZero } from './checks/scale-from-zero.ts';
import { scaledObjectsMatch } from './checks/scaled-objects-match.ts';
import { score } from './checks/score.ts';
import { sdkVersion } from './checks/sdk-version.ts';
import { serverVersion } from './checks/server-version.ts';
import { workerCapacity } from './checks/worker-capacity.ts';
import { forwardOnly } from './forward-only.ts';
import { tagOf } from './version.ts';

const facts: CommonFacts = {
  tagOf,
  appVersionIsTag: true,
  statusPath: '/readyz',
  budgetsPromised: true,
  // A pool's pods are replaced one at a time, and take their capacity with them.
  maxUnavailable: 1,
  scaling: {
    scaleDownSeconds: 300,
    of: isWorkerScaler,
    source: 'Upgrade Runbook 2.4; chart values, autoscaling',
  },
  metricsPort: 'http',
  counted: {
    metric: 'sie_gateway_requests_total',
    labels: { endpoint: 'encode', status: '200' },
    method: 'POST',
    path: '/v1/encode/BAAI/bge-m3',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [{ text: 'counted?' }] }),
    source: 'Upgrade Runbook 3.5: gateway metrics',
  },
  outside: ['huggingface.co:443'],
};
const common = commonVerify(facts);

const verifyEntries = [
  ...common.first,
  blocking(gatewayReady),
  blocking(configHealth),
  blocking(models),
  whereThere(blocking(modelsKept)),
  blocking(configEpochs),
  blocking(gatewayHealth),
  blocking(workerCapacity),
  blocking(drain),
  whereThere(blocking(scaledObjectsMatch)),
  whereThere(blocking(poolsKept)),
  advisory(gatewayReplicas),
  ...common.last,
];
/** Scale from zero comes first: the others would wake the pools, and the wait is worth a line of its own. */
const smokeEntries = [
  whereThere(blocking(scaleFromZero, 1)),
  blocking(encode),
  blocking(encodeQuality),
  blocking(encodeMsgpack),
  whereThere(blocking(score)),
  whereThere(blocking(extract)),
  blocking(serverVersion),
  advisory(sdkVersion),
  ...commonSmoke(facts),
];

/** The pools have no window of the gateway's. */
function isWorkerScaler({ spec }: ScaledObject): boolean {
  return spec?.scaleTargetRef?.kind === 'StatefulSet';
}

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

/** The checklists of the Superlinked Inference Engine. */
export const suites: PlatformSuites = {
  preflight: preflightSuite({
    tagOf,
    forwardOnly,
    versions: {},
    suitesToCome: [verify, smoke, rollback],
  }),
  verify,
  smoke,
  rollback,
};
