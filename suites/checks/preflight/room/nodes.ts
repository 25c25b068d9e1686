import type { V1Node, V1PodSpec, V1Taint, V1Toleration } from '@kubernetes/client-node';

/** Whether the scheduler may put such a pod on the node, room aside: cordons, readiness, taints, selector and required affinity. */
export const isEligible = (node: V1Node, pod: V1PodSpec): boolean =>
  isReady(node) &&
  taintsOf(node).every((taint) => tolerates(pod.tolerations ?? [], taint)) &&
  Object.entries(pod.nodeSelector ?? {}).every(([key, value]) => node.metadata?.labels?.[key] === value) &&
  matchesAffinity(node, pod);

const isReady = (node: V1Node): boolean =>
  (node.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

const taintsOf = ({ spec }: V1Node): V1Taint[] => [
  ...(spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule'),
  ...(spec?.unschedulable ? [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] : []),
];

const tolerates = (tolerations: readonly V1Toleration[], taint: V1Taint): boolean =>
  tolerations.some(
    ({ key, operator = 'Equal', value, effect }) =>
      (effect === undefined || effect === '' || effect === taint.effect) &&
      (key === undefined || key === '' ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  );

/** One of the terms must match; a term with fields of the node is taken as matching, because only names can stand there. */
function matchesAffinity({ metadata }: V1Node, { affinity }: V1PodSpec): boolean {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required) return true;
  const labels = metadata?.labels ?? {};
  return required.nodeSelectorTerms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.every(({ key, operator, values = [] }) => compares(labels[key], operator, values)) &&
      matchFields.every(({ operator, values = [] }) => compares(metadata?.name, operator, values)),
  );
}

function compares(label: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    case 'Gt':
      return Number(label) > Number(values[0]);
    case 'Lt':
      return Number(label) < Number(values[0]);
    default:
      return false;
  }
}
