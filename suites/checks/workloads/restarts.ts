import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';
import { memberRules, readMembers } from './members.ts';

/**
 * No container of the release was restarted since it became part of this rollout. A pod that was there before the
 * rollout is only charged with what happened after the record of that time.
 */
export const restarts = defineCheck({
  id: 'restarts',
  title: 'No container was restarted',
  question: 'Has any container crashed since it was rolled out?',
  needs: { kubernetes: memberRules },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrades and Rollback, Initial deployment failures: inspect pod events and logs',
  hint: 'Read what the container said before it ended: `kubectl logs --previous`.',
  async run({ subject, kubernetes, before }) {
    const { members } = await readMembers(subject, kubernetes);
    const pods = members.flatMap((member) => member.pods);
    if (pods.length === 0) return inconclusive('the release has no pods');
    const known = new Set(before?.pods.map(({ uid }) => uid));
    const since = (pod: V1Pod) =>
      before && known.has(pod.metadata?.uid ?? '') ? Date.parse(before.takenAt) : 0;
    const restarted = pods.flatMap((pod) =>
      containersOf(pod)
        .filter((status) => status.restartCount > 0 && endedAt(status) >= since(pod))
        .map((status) => ({ pod: pod.metadata?.name ?? '?', status })),
    );
    const expected = `no restart in ${pods.length} pods`;
    if (restarted.length === 0)
      return pass(`no container of ${pods.length} pods was restarted`, { expected });
    return fail(`${restarted.length} containers were restarted: ${told(restarted[0]!)}`, {
      expected,
      seen: restarted.map(told).join('; '),
      objects: [...new Set(restarted.map(({ pod }) => `Pod/${pod}`))],
    });
  },
});

const containersOf = ({ status }: V1Pod): V1ContainerStatus[] => [
  ...(status?.containerStatuses ?? []),
  // Init containers that stay on as sidecars; one that was retried before the pod began is told by pods-ready.
  ...(status?.initContainerStatuses ?? []).filter(({ state }) => state?.running),
];

/** When the container last ended; a restart without a record of its end counts as one of now. */
function endedAt({ lastState }: V1ContainerStatus): number {
  const at = lastState?.terminated?.finishedAt;
  return at === undefined || at === null ? Number.POSITIVE_INFINITY : new Date(at).getTime();
}

function told({ pod, status }: { pod: string; status: V1ContainerStatus }): string {
  const last = status.lastState?.terminated;
  const why = last
    ? `last ended with ${last.reason ?? 'no reason'}, exit code ${last.exitCode}`
    : 'its last end is not recorded';
  return `${pod}/${status.name} ${status.restartCount} times, ${why}`;
}
