import { defineCheck } from '../../check.ts';
import { fail, pass, skip } from '../../record/finding.ts';
import { allows } from './replicas-within-bounds.ts';
import { readScalers, scalerRules } from './scalers.ts';

/**
 * Each workload has as many replicas as were recorded before the rollout. One that an autoscaler moves need only be
 * within its bounds: Helm puts its replicas back to the chart's (three-way merge), and the autoscaler takes it from there.
 */
export const replicasAsBefore = defineCheck({
  id: 'replicas-as-before',
  title: 'Replicas are as before',
  question: 'Is every workload back at the replicas that it had?',
  needs: { kubernetes: [...scalerRules, 'list:deployments', 'list:statefulsets'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 1.2 and 4.4: state recorded before the upgrade, verified after the rollback',
  hint: 'Scale the workload to what it had, or resume its autoscaling.',
  async run({ subject, kubernetes, before }) {
    if (!before) return skip('nobody recorded the release before the rollout (`seatrial record`)');
    const [scalers, deployments, statefulSets] = await Promise.all([
      readScalers(kubernetes),
      kubernetes.list('deployments'),
      kubernetes.list('statefulsets'),
    ]);
    const now = new Map<string, number>([
      ...deployments.map(
        ({ metadata, spec }) => [`Deployment/${metadata?.name}`, spec?.replicas ?? 1] as const,
      ),
      ...statefulSets.map(
        ({ metadata, spec }) => [`StatefulSet/${metadata?.name}`, spec?.replicas ?? 1] as const,
      ),
    ]);
    const own = new Set(subject.workloads.map(({ kind, name }) => `${kind}/${name}`));
    // A workload that is not there any more is told by workloads-kept.
    const judged = before.workloads.flatMap(({ kind, name, replicas: was }) => {
      const id = `${kind}/${name}`;
      const is = now.get(id);
      if (is === undefined || !own.has(id)) return [];
      const scaler = scalers.find(({ target, paused }) => target === id && !paused);
      return [{ id, was, is, scaler }];
    });
    if (judged.length === 0) return skip('no workload of the release was there before');
    const wrong = judged.filter(({ was, is, scaler }) => (scaler ? !allows(scaler, is) : is !== was));
    const told = ({ id, was, is, scaler }: (typeof judged)[number]) =>
      scaler
        ? `${id}: ${is}, was ${was}, autoscaled ${scaler.min} to ${scaler.max}`
        : `${id}: ${is}, was ${was}`;
    const expected = judged.map(({ id, was }) => `${id}: ${was}`).join('; ');
    const seen = judged.map(told).join('; ');
    if (wrong.length === 0)
      return pass(`${judged.length} workloads have the replicas they had, or are autoscaled`, {
        expected,
        seen,
      });
    return fail(
      `${wrong.length} of ${judged.length} workloads have other replicas than before: ${told(wrong[0]!)}`,
      {
        expected,
        seen,
        objects: wrong.map(({ id }) => id),
      },
    );
  },
});
