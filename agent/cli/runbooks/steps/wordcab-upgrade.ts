import type { Runbook } from '../step.ts';

/** Wordcab: Upgrades & rollback. */
export const wordcabUpgrade: Runbook = {
  id: 'wordcab-upgrade',
  title: 'Wordcab: Upgrades & rollback',
  platform: 'wordcab',
  steps: [
    {
      section: 'Upgrades & rollback',
      says: 'Preflight before every upgrade.',
      commands: ['preflight'],
      proofs: ['agent/e2e/matrix/cartesia.e2e.test.ts', 'agent/e2e/matrix/wordcab.e2e.test.ts'],
    },
    {
      section: 'Upgrades & rollback',
      says: 'Upgrades roll one pool at a time, gated by health.',
      checks: ['wordcab.one-pool-at-a-time', 'wordcab.pools'],
    },
    {
      section: 'Upgrades & rollback',
      says: 'A change of configuration alone restarts no serving pod.',
      checks: ['wordcab.config-only'],
    },
    {
      section: 'Cadence',
      says: 'Air-gapped: patches come as signed bundles.',
      checks: ['preflight.bundle-signature'],
      proofs: ['suites/checks/preflight/bundle-signature.test.ts'],
    },
    {
      section: 'Rolling upgrade 1',
      says: 'Take the latest chart or patch bundle.',
      checks: ['preflight.images-pullable', 'preflight.bundle-signature'],
      proofs: ['suites/checks/preflight/bundle-signature.test.ts'],
    },
    {
      section: 'Rolling upgrade 2',
      says: 'Dry-run against the state of the cluster.',
      commands: ['plan'],
      proofs: ['suites/operations/plan/plan-upgrade.test.ts'],
    },
    {
      section: 'Rolling upgrade 3',
      says: 'Apply.',
      checks: ['helm-deployed', 'rollout-complete'],
    },
    {
      section: 'Rolling upgrade 4',
      says: 'Watch the health of the pools.',
      checks: ['wordcab.deployment-ready', 'wordcab.pools'],
      commands: ['status --watch'],
    },
    {
      section: 'Rolling upgrade',
      says: 'One replica of a pool drains at a time, within maxUnavailable and maxSurge.',
      checks: ['wordcab.one-pool-at-a-time', 'requests-kept'],
    },
    {
      section: 'Canary routing',
      says: 'A new model for a part of the traffic is an experiment, not an upgrade.',
      note: 'Not a step of a rollout: nothing to do.',
    },
    {
      section: 'Rollback',
      says: 'List the revisions.',
      commands: ['history'],
      proofs: ['suites/operations/history/history.test.ts'],
    },
    {
      section: 'Rollback',
      says: 'Roll back to a revision, or to the previous release: a Helm rollback under the hood.',
      checks: ['preflight.way-back'],
      note: "A signal names Wordcab's own command; the agent's rollback goes to the last verified revision.",
      proofs: ['agent/rollback/perform.test.ts'],
    },
    {
      section: 'Rollback',
      says: 'It restores the chart and the custom resources that the operator reconciles.',
      checks: ['wordcab.crds-restored', 'helm-version'],
    },
    {
      section: 'Rollback',
      says: 'Data persists: transcripts and calls stay.',
      checks: ['wordcab.data-kept'],
    },
    {
      section: 'Stability rules',
      says: 'The API is stable within a major version.',
      checks: [
        'wordcab.chat',
        'wordcab.embeddings',
        'wordcab.speech',
        'wordcab.transcripts',
        'wordcab.major-stable',
      ],
    },
    {
      section: 'Stability rules',
      says: 'Schemas of the custom resources only gain fields within a major.',
      checks: ['preflight.definitions'],
    },
    {
      section: 'Stability rules',
      says: 'Default model ids change quarterly; the earlier ones stay callable for two quarters.',
      checks: ['wordcab.models'],
    },
    {
      section: 'Stability rules',
      says: 'No more than 6 minor versions at once: otherwise through the waypoints.',
      checks: ['preflight.version-skip'],
    },
    {
      section: 'Support bundle',
      says: 'Logs of 24 h, chart, custom resources and nodes, without secrets, as a signed tarball.',
      commands: ['bundle', 'bundle verify'],
      proofs: ['suites/operations/bundle/bundle.e2e.test.ts'],
    },
    {
      section: 'Preflight before upgrade',
      says: 'Missing GPU capacity.',
      checks: ['preflight.surge-gpus'],
    },
    {
      section: 'Preflight before upgrade',
      says: 'A changed StorageClass.',
      checks: ['preflight.storage-class'],
    },
    {
      section: 'Preflight before upgrade',
      says: 'Expired certificates.',
      checks: ['preflight.certificates'],
    },
  ],
};
