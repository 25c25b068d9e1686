import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, pass } from '../../record/finding.ts';
import { isReady, stateOf } from '../../release/settledness.ts';
import type { Controller } from './controllers.ts';
import { controllerReads, liveControllers } from './live.ts';
import { replicasOf } from './room/demand.ts';

/** The release is well before it is changed: its pods are Ready, as many as it wants. Helper, ending and finished pods are left out. */
export const podsHealthy = defineCheck({
  id: 'preflight.pods-healthy',
  title: 'The release is healthy as it is',
  question: 'Are all pods of the release Ready before it is changed?',
  needs: { kubernetes: [...controllerReads, 'list:pods'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 1.3 Verify Cluster Health',
  hint: 'heal the release first: kubectl describe the pod that is named',
  async run({ kubernetes, subject }) {
    const controllers = await liveControllers(kubernetes, subject);
    const pods = (await kubernetes.list('pods')).filter(isMeant);
    const own = controllers.map((of) => ({ of, pods: pods.filter((pod) => selects(of, pod)) }));
    const unready = own.flatMap(({ pods: those }) => those).filter((pod) => !isReady(pod));
    const few = own.filter(({ of, pods: those }) => those.length < replicasOf(of));
    const total = own.reduce((sum, { pods: those }) => sum + those.length, 0);
    const atRest = own.filter(({ of }) => replicasOf(of) === 0).map(({ of }) => of.name);
    const rest = atRest.length > 0 ? `; ${atRest.join(', ')} at zero replicas, which proves nothing` : '';
    const expected = `every pod of ${own.length} workloads Ready`;
    if (unready.length === 0 && few.length === 0)
      return pass(`${total} of ${total} pods Ready${rest}`, { expected, seen: 'all' });
    return fail(
      [
        ...(unready.length > 0 ? [`${unready.length} of ${total} pods are not Ready`] : []),
        ...few.map(({ of, pods: those }) => `${of.name} has ${those.length} of ${replicasOf(of)} pods`),
      ].join('; '),
      {
        expected,
        seen: unready.map((pod) => `${pod.metadata?.name}: ${stateOf(pod)}`).join('; '),
        objects: [
          ...unready.map((pod) => `Pod/${pod.metadata?.name}`),
          ...few.map(({ of }) => `${of.kind}/${of.name}`),
        ],
      },
    );
  },
});

const isMeant = ({ metadata, status }: V1Pod): boolean =>
  metadata?.deletionTimestamp === undefined &&
  status?.phase !== 'Succeeded' &&
  !(status?.phase === 'Failed' && status.reason === 'Evicted') &&
  !(metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Job');

const selects = ({ object }: Controller, { metadata }: V1Pod): boolean => {
  const wanted = Object.entries(object.spec?.selector?.matchLabels ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => metadata?.labels?.[key] === value);
};
