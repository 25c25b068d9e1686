import { imagesOnTag } from '../../checks/images-on-tag.ts';
import { podsReady } from '../../checks/pods-ready.ts';
import { advisory, blocking, type Suite, whereThere } from '../../suite.ts';
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
import { tagOf } from './version.ts';

const verifyEntries = [
  blocking(imagesOnTag(tagOf)),
  blocking(podsReady),
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
];

const verify: Suite = { name: 'verify', title: 'Verify checklist', entries: verifyEntries };
const smoke: Suite = { name: 'smoke', title: 'Smoke tests', entries: smokeEntries };
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [...verifyEntries, ...smokeEntries],
};

/** The checklists of the Superlinked Inference Engine. */
export const suites: PlatformSuites = { verify, smoke, rollback };
