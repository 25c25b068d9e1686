import type { V1Deployment, V1Pod, V1ReplicaSet } from '@kubernetes/client-node';
import { defineCheck } from '../../../check.ts';
import { fail, pass, skip } from '../../../record/finding.ts';
import { isPoolWorkload, revision, setsOf } from '../pool-workloads.ts';

/** When a pool was rolled, in epoch ms, by what Kubernetes wrote down; its times are whole seconds. */
interface Window {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The last rollouts of the pools did not overlap, told afterwards by times that Kubernetes keeps: the first pod of the new
 * template, and the moment that the Deployment was complete. Nobody needs to have watched. A pool whose new pods were all
 * replaced since then, or that was never rolled, tells nothing.
 */
export const onePoolAtATime = defineCheck({
  id: 'wordcab.one-pool-at-a-time',
  title: 'The pools were rolled one after the other',
  question: 'Did the operator finish one pool before it began with the next?',
  needs: { kubernetes: ['list:deployments', 'list:replicasets', 'list:pods'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrades & rollback: one model pool at a time, with health-gated rollout',
  hint: "Read the operator's log for the time of the rollout, and each pool's maxUnavailable and maxSurge.",
  async run({ kubernetes }) {
    const [deployments, sets, pods] = await Promise.all([
      kubernetes.list('deployments'),
      kubernetes.list('replicasets'),
      kubernetes.list('pods'),
    ]);
    const workloads = deployments.filter(isPoolWorkload);
    if (workloads.length < 2)
      return skip(`${workloads.length} workloads belong to a WordcabPool: there is no order to keep`);
    const windows = workloads
      .flatMap((workload) => windowOf(workload, setsOf(workload, sets), pods))
      .sort((a, b) => a.from - b.from);
    if (windows.length < 2)
      return skip(`of ${workloads.length} pools only ${windows.length} show when they were rolled`);
    const seen = {
      expected: 'each pool begun after the one before was complete',
      seen: windows.map(({ name, from, to }) => `${name} ${clock(from)} to ${clock(to)}`).join('; '),
    };
    const overlaps = windows.flatMap((one, index) =>
      windows
        .slice(index + 1)
        .filter((other) => other.from < one.to)
        .map((other) => [one, other]),
    );
    const [first] = overlaps;
    if (!first) return pass(`${windows.length} pools were rolled one after the other`, seen);
    const names = [...new Set(overlaps.flat().map(({ name }) => name))];
    const [one, other] = first as [Window, Window];
    return fail(
      `${names.length} pools were rolled at the same time: ${other.name} began ${(one.to - other.from) / 1000} s before ${one.name} was complete`,
      { ...seen, objects: names.map((name) => `Deployment/${name}`) },
    );
  },
});

function windowOf(
  { metadata, status }: V1Deployment,
  sets: readonly V1ReplicaSet[],
  pods: readonly V1Pod[],
): Window[] {
  const number = metadata?.annotations?.[revision];
  const newest = sets.find((set) => set.metadata?.annotations?.[revision] === number);
  const progress = status?.conditions?.find(({ type }) => type === 'Progressing');
  // Revision 1 was made with the release: nobody used the pool before.
  if (number === '1' || !newest || progress?.reason !== 'NewReplicaSetAvailable') return [];
  const own = pods.filter(({ metadata: pod }) =>
    (pod?.ownerReferences ?? []).some(({ uid }) => uid === newest.metadata?.uid),
  );
  const from = Math.min(...own.map((pod) => timeOf(pod.metadata?.creationTimestamp)));
  const to = timeOf(progress.lastUpdateTime);
  return Number.isFinite(from) && Number.isFinite(to) && from <= to
    ? [{ name: metadata?.name ?? '?', from, to }]
    : [];
}

/** The client hands times over as `Date`, a snapshot as text. */
const timeOf = (time: Date | string | undefined): number =>
  time === undefined ? Number.NaN : new Date(time).getTime();

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);
