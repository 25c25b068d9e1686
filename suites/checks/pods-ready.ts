import { defineCheck } from '../check.ts';
import { fail, pass } from '../record/finding.ts';
import { isReady, stateOf } from '../release/settledness.ts';

/** Every pod of the namespace that should run does, with every container ready. Finished Jobs' pods are left out. */
export const podsReady = defineCheck({
  id: 'pods-ready',
  title: 'Pods are Running and every container is Ready',
  question: 'Is every pod up, with every container ready?',
  needs: { kubernetes: ['list:pods'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: Pods are Ready',
  async run({ kubernetes }) {
    const pods = (await kubernetes.list('pods')).filter(
      (pod) =>
        pod.metadata?.deletionTimestamp === undefined &&
        !(pod.metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Job'),
    );
    const unready = pods.filter((pod) => !isReady(pod));
    const expected = `all of ${pods.length} pods Ready`;
    if (pods.length === 0) return fail('there is no pod', { expected: 'pods of the release', seen: 'none' });
    if (unready.length === 0)
      return pass(`${pods.length} of ${pods.length} pods Ready`, { expected, seen: 'all' });
    const objects = unready.map((pod) => `Pod/${pod.metadata?.name}`);
    const seen = unready.map((pod) => `${pod.metadata?.name}: ${stateOf(pod)}`).join('; ');
    return fail(`${unready.length} of ${pods.length} pods are not Ready`, { expected, seen, objects });
  },
});
