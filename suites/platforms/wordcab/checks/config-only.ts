import type { V1Deployment, V1PodTemplateSpec, V1ReplicaSet } from '@kubernetes/client-node';
import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { canonical, templateHash } from '../../../release/fingerprint.ts';
import { imagesOf } from '../../../release/observe.ts';
import { isComplete } from '../../../release/snapshot.ts';
import { isPoolWorkload, setsOf } from '../pool-workloads.ts';

/**
 * Where nothing but configuration changed since the record, the pools' pods are those of before. A pool whose new template
 * differs from its old one in environment, annotations or labels alone was restarted for its configuration's sake.
 */
export const configOnly = defineCheck({
  id: 'wordcab.config-only',
  title: 'A change of configuration restarted no pool',
  question: 'Did a change of configuration leave the pods that serve alone?',
  needs: { kubernetes: ['list:deployments', 'list:replicasets', 'list:pods'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrades & rollback: config-only changes are applied without restarting serving pods',
  hint: "Compare the pool's ReplicaSets: what is in the pod template that belongs into the pool's configuration?",
  async run({ kubernetes, before }) {
    if (!before) return skip('nobody recorded the release before the rollout (`seatrial record`)');
    if (!isComplete(before, 'pods')) return inconclusive('the record of before does not hold all pods');
    const [deployments, sets, pods] = await Promise.all([
      kubernetes.list('deployments'),
      kubernetes.list('replicasets'),
      kubernetes.list('pods'),
    ]);
    const known = before.workloads.filter(({ kind }) => kind === 'Deployment');
    const judged = deployments.filter(isPoolWorkload).flatMap((workload) => {
      const was = known.find(({ name }) => name === workload.metadata?.name);
      return was ? [{ name: was.name, was, change: changeOf(workload, was, setsOf(workload, sets)) }] : [];
    });
    if (judged.length === 0) return skip('the record of before has none of the pools that are here now');
    const of = (change: Change) => judged.filter((one) => one.change === change).map(({ name }) => name);
    const alive = new Set(pods.map(({ metadata }) => metadata?.uid));
    const gone = before.pods.filter(
      ({ uid, workload }) =>
        !alive.has(uid) && judged.some(({ name }) => workload?.endsWith(`/${name}`) || workload === name),
    );
    const restarted = of('configuration');
    const seen = {
      expected: 'the pods of before in every pool',
      seen: judged.map(({ name, change }) => `${name}: ${words[change]}`).join('; '),
      objects: restarted.map((name) => `Deployment/${name}`),
    };
    if (restarted.length > 0)
      return fail(
        `${restarted.length} of ${judged.length} pools were restarted for a change of configuration: ${restarted.join(', ')}`,
        seen,
      );
    if (of('release').length > 0)
      return skip('not a change of configuration alone: pools run other images', seen);
    if (of('serving').length > 0)
      return skip(`not a change of configuration alone: ${of('serving').join(', ')} serve otherwise`, seen);
    if (of('unknown').length > 0)
      return inconclusive(`the template of before is not kept for ${of('unknown').join(', ')}`, seen);
    const fewer = judged.reduce(
      (sum, { was, name }) => sum + Math.max(0, was.replicas - replicasOf(deployments, name)),
      0,
    );
    if (gone.length <= fewer)
      return pass(`no pool was restarted: ${judged.length} pools have the template of before`, seen);
    const since = sets.filter(
      ({ metadata }) => new Date(metadata?.creationTimestamp ?? 0).getTime() > Date.parse(before.takenAt),
    );
    const between = deployments.filter(isPoolWorkload).flatMap((workload) => setsOf(workload, since));
    if (between.length > 0)
      return skip('not a change of configuration alone: pools were rolled in between, and back', seen);
    return inconclusive(
      `${gone.length} pods of before are gone although no template changed: something else than the release replaced them`,
      seen,
    );
  },
});

type Change = 'none' | 'configuration' | 'serving' | 'release' | 'unknown';
const words: Readonly<Record<Change, string>> = {
  none: 'same template',
  configuration: 'another template, by environment, annotations or labels alone',
  serving: 'another template, by more than configuration',
  release: 'other images',
  unknown: 'another template, the old one is not kept',
};

function changeOf(
  { spec }: V1Deployment,
  was: { readonly templateHash: string; readonly images: readonly string[] },
  sets: readonly V1ReplicaSet[],
): Change {
  const template = spec!.template;
  if (templateHash(template) === was.templateHash) return 'none';
  if (canonical(imagesOf(template).sort()) !== canonical([...was.images].sort())) return 'release';
  const old = sets
    .map((set) => withoutSetLabel(set.spec?.template))
    .find((one) => one && templateHash(one) === was.templateHash);
  if (!old) return 'unknown';
  return canonical(serving(old)) === canonical(serving(template)) ? 'configuration' : 'serving';
}

/** What a pod serves with: its spec without environment. */
const serving = ({ spec }: V1PodTemplateSpec): unknown => ({
  ...spec,
  containers: spec?.containers.map(({ env: _, envFrom: __, ...container }) => container),
});

function withoutSetLabel(template: V1PodTemplateSpec | undefined): V1PodTemplateSpec | undefined {
  if (!template) return undefined;
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

const replicasOf = (deployments: readonly V1Deployment[], name: string): number =>
  deployments.find(({ metadata }) => metadata?.name === name)?.spec?.replicas ?? 0;
