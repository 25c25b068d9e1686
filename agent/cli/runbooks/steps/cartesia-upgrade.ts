import type { Runbook } from '../step.ts';

/** Cartesia: Upgrades and Rollback. */
export const cartesiaUpgrade: Runbook = {
  id: 'cartesia-upgrade',
  title: 'Cartesia: Upgrades and Rollback',
  platform: 'cartesia',
  steps: [
    {
      section: 'Release tags',
      says: 'A release tag sonic-YYYYMMDD pins the image of the API, the license proxy and every worker.',
      checks: ['images-on-tag', 'image-digests'],
    },
    {
      section: 'Release tags',
      says: 'Chart and Terraform code evolve apart from the tag.',
      checks: ['helm-version'],
      commands: ['plan'],
    },
    {
      section: 'Release tags',
      says: 'The tag is set once: release.releaseTag in the values, or release_tag in Terraform.',
      checks: ['preflight.values'],
      commands: ['plan'],
    },
    {
      section: 'Upgrade Procedure',
      says: 'Every deployment rolls in parallel, in no order: mixed images are expected meanwhile.',
      checks: ['rollout-complete', 'images-on-tag'],
      note: 'Nothing is judged before the release has settled.',
      proofs: ['suites/release/settledness.test.ts'],
    },
    {
      section: 'Upgrade Procedure',
      says: 'All workers roll at once, so their surges add up.',
      checks: ['preflight.surge-gpus'],
    },
    {
      section: 'Verifying the upgrade',
      says: 'Run the Verify checklist.',
      commands: ['run --suite verify,smoke'],
      note: 'The agent does so after every rollout.',
      proofs: ['agent/e2e/voyage.e2e.test.ts'],
    },
    {
      section: 'Verifying the upgrade',
      says: 'Watch the rollout of the API and of each worker to its end.',
      checks: ['rollout-complete'],
      commands: ['status --watch'],
    },
    {
      section: 'Verifying the upgrade',
      says: 'Every pod runs the new tag.',
      checks: ['images-on-tag'],
    },
    {
      section: 'Rolling Update Behavior',
      says: 'With maxUnavailable 0 capacity never falls below what is desired.',
      checks: ['capacity-kept', 'requests-kept'],
    },
    {
      section: 'Rolling Update Behavior',
      says: 'With maxSurge 3 a worker needs its replicas + 3 GPUs during the rollout; else pods pend until nodes come.',
      checks: ['preflight.surge-gpus'],
    },
    {
      section: 'Rollback Procedure',
      says: 'List the earlier releases.',
      commands: ['history'],
      proofs: ['suites/operations/history/history.test.ts'],
    },
    {
      section: 'Rollback Procedure',
      says: 'Roll back to a revision; 0 means the one before, which need not be a good one.',
      checks: ['preflight.way-back'],
      note: "The agent's rollback goes to the last verified revision only.",
      proofs: ['agent/rollback/perform.test.ts', 'agent/e2e/voyage.e2e.test.ts'],
    },
    {
      section: 'Rollback Procedure',
      says: 'The rollback keeps capacity as the upgrade does.',
      checks: ['capacity-kept', 'preflight.way-back'],
    },
    {
      section: 'Initial deployment failures',
      says: 'Where the first deployment never gets healthy, look at the events and logs of its pods.',
      checks: ['warning-events'],
      commands: ['bundle'],
      note: 'Events and logs of the failing pods are attached to the verdict, which is hold.',
      proofs: ['suites/operations/bundle/failing-pods.test.ts'],
    },
    {
      section: 'Initial deployment failures',
      says: 'Where it must be reversed: helm uninstall, or Terraform.',
      note: 'The verdict of a first install names the uninstall command, and never runs it.',
      proofs: ['suites/verdict/rules.test.ts'],
    },
    {
      section: 'Verifying the rollback',
      says: 'Every pod is back on the old tag, and the Verify checklist passes again.',
      checks: ['images-on-tag', 'pods-ready', 'rollout-complete'],
      note: 'The suite `rollback`.',
    },
    {
      section: 'Hot-reload artifacts and rollback',
      says: 'Voices and pronunciation dictionaries that were added stay there, whatever is rolled back.',
      checks: ['cartesia.voices', 'cartesia.voices-kept', 'cartesia.dictionaries-kept'],
    },
  ],
};
