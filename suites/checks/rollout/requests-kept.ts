import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';

/** No request of the probe that asked once a second was lost or cut while the release rolled out. */
export const requestsKept = defineCheck({
  id: 'requests-kept',
  title: 'No request was lost during the rollout',
  question: 'Did users lose requests while the release rolled out?',
  needs: {},
  timeoutSeconds: 5,
  blames: 'release',
  source: 'Upgrades and Rollback, Rolling Update Behavior; Upgrade Runbook 2.3, Client Impact',
  hint: 'Look at preStop hooks, grace periods and maxUnavailable of the workload whose pods went.',
  async run({ rollout }) {
    const probe = rollout?.probe ?? null;
    if (!probe || probe.requests === 0) return inconclusive('nobody asked while the release rolled out');
    const { requests, failed, cut, expected } = probe;
    const put = expected > 0 ? `; ${expected} were put off, as a drain or a cold start does` : '';
    const seen = { expected: 'none lost, none cut', seen: `${failed} lost, ${cut} cut of ${requests}` };
    return failed + cut === 0
      ? pass(`${requests} requests during the rollout, none lost${put}`, seen)
      : fail(`${failed + cut} of ${requests} requests were lost during the rollout${put}`, seen);
  },
});
