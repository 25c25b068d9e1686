import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../check.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';
import { isReady, stateOf } from '../release/settledness.ts';
import { readScalers, scalerRules } from './autoscaling/scalers.ts';
import { isLive, memberRules, readMembers } from './workloads/members.ts';
import { scalingUp } from './workloads/scaling-up.ts';

/**
 * Every pod of the release is Ready, with every container ready. Pods of Jobs and hooks and finished pods are left out;
 * pods of others in the namespace are only told of, since no rollback would cure them.
 */
export const podsReady = defineCheck({
  id: 'pods-ready',
  title: 'Pods are Running and every container is Ready',
  question: 'Is every pod up, with every container ready?',
  needs: { kubernetes: [...memberRules, ...scalerRules] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: Pods are Ready',
  hint: "Read the pod's Events and logs: `kubectl describe pod`, `kubectl logs`.",
  async run({ subject, kubernetes, now }) {
    const [{ members }, scalers, all] = await Promise.all([
      readMembers(subject, kubernetes),
      readScalers(kubernetes),
      kubernetes.list('pods'),
    ]);
    const owned = new Set(members.flatMap(({ pods }) => pods.map(({ metadata }) => metadata?.uid)));
    const starting = new Set(members.flatMap((member) => scalingUp(member, scalers, now)).map(uidOf));
    const live = all.filter(isLive);
    // What an operator made for the release has its label, and a controller that is not among its workloads.
    const own = live.filter(
      (pod) =>
        owned.has(uidOf(pod)) || pod.metadata?.labels?.['app.kubernetes.io/instance'] === subject.release,
    );
    const unready = own.filter((pod) => !isWhole(pod) && !starting.has(uidOf(pod)));
    const expected = `all of ${own.length} pods Ready`;
    if (own.length === 0)
      return members.some(({ workload }) => workload.replicas > 0)
        ? fail('there is no pod of the release', { expected: 'pods of the release', seen: 'none' })
        : inconclusive('the release has no pods: all of its workloads are at zero replicas');
    if (unready.length > 0)
      return fail(`${unready.length} of ${own.length} pods are not Ready`, {
        expected,
        seen: unready.map((pod) => `${pod.metadata?.name}: ${stateOf(pod)}`).join('; '),
        objects: unready.map((pod) => `Pod/${pod.metadata?.name}`),
      });
    if (starting.size > 0)
      return inconclusive(`${starting.size} pods that an autoscaler asked for are still starting`, {
        expected,
      });
    const others = live.filter((pod) => !own.includes(pod) && !isWhole(pod));
    const beside = others.map((pod) => `${pod.metadata?.name}: ${stateOf(pod)}`).join('; ');
    return pass(`${own.length} of ${own.length} pods Ready`, {
      expected,
      seen: beside ? `all; not of the release and not Ready: ${beside}` : 'all',
    });
  },
});

const uidOf = ({ metadata }: V1Pod): string | undefined => metadata?.uid;

/** Ready by its own condition, and so is each container that its spec names. */
function isWhole(pod: V1Pod): boolean {
  const statuses = pod.status?.containerStatuses ?? [];
  const wanted = pod.spec?.containers?.length ?? 0;
  return isReady(pod) && statuses.length >= wanted && statuses.every(({ ready }) => ready);
}
