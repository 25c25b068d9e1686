import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';
import { readScalers, scalerRules } from '../autoscaling/scalers.ts';
import { type Member, memberRules, readMembers } from './members.ts';

const windowMs = 10 * 60_000;

/**
 * No Warning was told of the release's objects in the last ten minutes. What a pod met before it became Ready, and what
 * is told of pods that are gone, is over and left out.
 */
export const warningEvents = defineCheck({
  id: 'warning-events',
  title: 'No recent warnings',
  question: 'Does Kubernetes warn of anything that belongs to the release?',
  needs: { kubernetes: [...memberRules, ...scalerRules, 'list:events'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrades and Rollback, Initial deployment failures: inspect pod events',
  hint: 'Read the Events of the object that is named: `kubectl describe`.',
  async run({ subject, kubernetes, now }) {
    const [{ members }, scalers, events] = await Promise.all([
      readMembers(subject, kubernetes),
      readScalers(kubernetes),
      kubernetes.list('events'),
    ]);
    if (members.length === 0) return inconclusive('the release has no workload');
    const pods = new Map(members.flatMap((member) => member.pods.map((pod) => [pod.metadata?.name, pod])));
    const own = new Set([
      ...members.map(({ name }) => name),
      ...members.flatMap(replicaSetsOf),
      ...scalers.filter(({ target }) => members.some(({ name }) => name === target)).map(({ name }) => name),
    ]);
    const recent = events.filter((event) => {
      if (event.type !== 'Warning' || now - timeOf(event) > windowMs) return false;
      const { kind, name, uid } = event.involvedObject;
      if (kind !== 'Pod') return own.has(`${kind}/${name}`);
      const pod = pods.get(name);
      return pod !== undefined && uid === pod.metadata?.uid && timeOf(event) > readySince(pod);
    });
    const expected = `no Warning of ${members.length} workloads in ${windowMs / 60_000} minutes`;
    if (recent.length === 0) return pass('no Warning was told of the release', { expected, seen: 'none' });
    const newest = recent.sort((a, b) => timeOf(b) - timeOf(a));
    return fail(`${recent.length} Warnings: ${told(newest[0]!)}`, {
      expected,
      seen: newest.map(told).join('; '),
      objects: [...new Set(newest.map(({ involvedObject: { kind, name } }) => `${kind}/${name}`))],
    });
  },
});

const replicaSetsOf = ({ pods }: Member): string[] =>
  pods.flatMap(({ metadata }) =>
    (metadata?.ownerReferences ?? [])
      .filter(({ controller }) => controller)
      .map(({ kind, name }) => `${kind}/${name}`),
  );

const timeOf = ({ series, lastTimestamp, eventTime, metadata }: CoreV1Event): number =>
  new Date(
    series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0,
  ).getTime();

/** When the pod became Ready; never, where it is not. */
function readySince({ status }: V1Pod): number {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True' || !ready.lastTransitionTime) return Number.NEGATIVE_INFINITY;
  return new Date(ready.lastTransitionTime).getTime();
}

const told = ({ involvedObject: { kind, name }, reason, message, count }: CoreV1Event): string =>
  `${kind}/${name} ${reason ?? ''}${count && count > 1 ? ` (${count} times)` : ''}: ${(message ?? '').slice(0, 160)}`;
