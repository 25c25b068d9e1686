import { defineCheck } from '../../check.ts';
import { fail, pass, skip } from '../../record/finding.ts';

const rules = ['list:daemonsets', 'list:deployments', 'list:statefulsets'] as const;

/** Each workload of the release that was there before the rollout is there now. */
export const workloadsKept = defineCheck({
  id: 'workloads-kept',
  title: 'No workload was lost',
  question: 'Is every workload still there that was there before?',
  needs: { kubernetes: rules },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrade Runbook 1.2 and 4.4: record the current state, verify it after the rollback',
  hint: 'Compare the values of both revisions: a pool that was renamed or switched off is removed by Helm.',
  async run({ before, kubernetes }) {
    if (!before) return skip('nobody recorded the release before the rollout (`seatrial record`)');
    if (before.workloads.length === 0) return skip('the record of before has no workloads');
    const [daemonSets, deployments, statefulSets] = await Promise.all([
      kubernetes.list('daemonsets'),
      kubernetes.list('deployments'),
      kubernetes.list('statefulsets'),
    ]);
    const there = new Set([
      ...daemonSets.map(({ metadata }) => `DaemonSet/${metadata?.name}`),
      ...deployments.map(({ metadata }) => `Deployment/${metadata?.name}`),
      ...statefulSets.map(({ metadata }) => `StatefulSet/${metadata?.name}`),
    ]);
    const was = before.workloads.map(({ kind, name }) => `${kind}/${name}`);
    const lost = was.filter((name) => !there.has(name as `Deployment/${string}`));
    const expected = `${was.length} workloads of before`;
    if (lost.length === 0) return pass(`all ${was.length} workloads of before are there`, { expected });
    return fail(`${lost.length} of ${was.length} workloads are gone: ${lost.join(', ')}`, {
      expected,
      objects: lost,
    });
  },
});
