import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { readScalers, type Scaler, scalerRules } from './scalers.ts';

/** Each autoscaled workload of the release has as many replicas as its autoscaler's bounds allow. */
export const replicasWithinBounds = defineCheck({
  id: 'replicas-within-bounds',
  title: 'Replicas are within their autoscaler’s bounds',
  question: 'Does every workload have between its least and its most replicas?',
  needs: { kubernetes: [...scalerRules, 'list:deployments', 'list:statefulsets'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Autoscaling: minReplicas and maxReplicas of each worker',
  hint: 'Look who scaled it by hand: at zero replicas a HorizontalPodAutoscaler stops working.',
  async run({ subject, kubernetes }) {
    const [scalers, deployments, statefulSets] = await Promise.all([
      readScalers(kubernetes),
      kubernetes.list('deployments'),
      kubernetes.list('statefulsets'),
    ]);
    const replicas = new Map<string, number>([
      ...deployments.map(
        ({ metadata, spec }) => [`Deployment/${metadata?.name}`, spec?.replicas ?? 1] as const,
      ),
      ...statefulSets.map(
        ({ metadata, spec }) => [`StatefulSet/${metadata?.name}`, spec?.replicas ?? 1] as const,
      ),
    ]);
    const own = scalers.filter(({ target }) =>
      subject.workloads.some(({ kind, name }) => `${kind}/${name}` === target),
    );
    if (own.length === 0) return skip('no autoscaler scales a workload of the release');
    const judged = own.flatMap((scaler) => {
      const count = replicas.get(scaler.target);
      return count === undefined ? [] : [{ scaler, count }];
    });
    if (judged.length === 0) return inconclusive('what the autoscalers of the release scale is not there');
    const told = ({ scaler, count }: (typeof judged)[number]) =>
      `${scaler.target}: ${count} of ${scaler.min} to ${scaler.max}${scaler.paused ? ', autoscaling paused' : ''}`;
    const wrong = judged.filter(({ scaler, count }) => !allows(scaler, count));
    const expected = judged
      .map(({ scaler }) => `${scaler.target}: ${scaler.min} to ${scaler.max}`)
      .join('; ');
    const seen = judged.map(told).join('; ');
    if (wrong.length === 0)
      return pass(`${judged.length} of ${judged.length} workloads within bounds`, { expected, seen });
    return fail(
      `${wrong.length} of ${judged.length} workloads are out of bounds: ${told(wrong[0]!)} replicas`,
      {
        expected,
        seen,
        objects: wrong.flatMap(({ scaler }) => [scaler.target, scaler.name]),
      },
    );
  },
});

export const allows = ({ min, max, idle }: Scaler, count: number): boolean =>
  (count >= min && count <= max) || count === idle;
