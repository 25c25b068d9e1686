import { preflightSuite } from '../../checks/preflight/entries.ts';
import { versionIn } from '../../checks/preflight/version.ts';
import { blocking, type Suite, whereThere } from '../../suite.ts';
import {
  afterUpgrade,
  type CommonFacts,
  commonRollback,
  commonSmoke,
  commonVerify,
} from '../common-entries.ts';
import type { PlatformSuites } from '../platform.ts';
import { chat } from './checks/chat.ts';
import { configOnly } from './checks/config-only.ts';
import { crdsRestored } from './checks/crds-restored.ts';
import { dataKept } from './checks/data-kept.ts';
import { deploymentReady } from './checks/deployment-ready.ts';
import { embeddings } from './checks/embeddings.ts';
import { majorStable } from './checks/major-stable.ts';
import { models } from './checks/models.ts';
import { onePoolAtATime } from './checks/one-pool-at-a-time.ts';
import { pools } from './checks/pools.ts';
import { speech } from './checks/speech.ts';
import { transcripts } from './checks/transcripts.ts';
import { tagOf } from './tag.ts';

const facts: CommonFacts = {
  tagOf,
  appVersionIsTag: false,
  statusPath: '/v1/models',
  budgetsPromised: false,
  // Each pool has its own, and the operator its own ways.
  maxUnavailable: null,
  scaling: { source: 'values of each pool: replicas min and max' },
  metricsPort: 'metrics',
  counted: {
    metric: 'wordcab_requests_total',
    labels: { code: '200' },
    path: '/v1/models',
    source: 'Observability: wordcab_requests_total{route,code,key_id}',
  },
  outside: ['api.wordcab.com:443'],
};
const common = commonVerify(facts);

const verifyEntries = [
  ...common.first,
  blocking(deploymentReady),
  blocking(pools),
  whereThere(blocking(onePoolAtATime)),
  blocking(majorStable),
  whereThere(blocking(dataKept)),
  ...common.last,
];
const smokeEntries = [
  whereThere(blocking(models)),
  blocking(chat),
  whereThere(blocking(embeddings)),
  blocking(speech),
  blocking(transcripts),
  ...commonSmoke(facts),
];

const verify: Suite = {
  name: 'verify',
  title: 'Verify checklist',
  // Whether configuration alone restarted pods is not asked after a rollback, which changes more by its nature.
  entries: [...verifyEntries, whereThere(blocking(configOnly)), ...afterUpgrade()],
};
const smoke: Suite = { name: 'smoke', title: 'Smoke tests', entries: smokeEntries };
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [
    ...verifyEntries,
    ...commonRollback(['wordcabpools', 'wordcabdeployments']),
    blocking(crdsRestored),
    ...smokeEntries,
  ],
};

/** The checklists of a self-hosted Wordcab. */
export const suites: PlatformSuites = {
  preflight: preflightSuite({
    tagOf,
    // The release's version is the tag of its images; the chart's is its own.
    versions: { versionOf: ({ tag }) => versionIn(tag) },
    storage: { defaultWaitsForFirstConsumer: true },
    bundles: true,
    suitesToCome: [verify, smoke, rollback],
  }),
  verify,
  smoke,
  rollback,
};
