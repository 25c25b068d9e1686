import type { KubernetesObject } from '@kubernetes/client-node';
import { quantity } from '../../checks/preflight/quantity.ts';
import { type Difference, unmet } from './differences.ts';
import { isMap } from './paths.ts';

/** Fields that the API server refuses to change, by kind. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec.selector'],
  DaemonSet: ['spec.selector'],
  StatefulSet: ['spec.selector', 'spec.serviceName', 'spec.podManagementPolicy', 'spec.volumeClaimTemplates'],
  Job: ['spec.selector', 'spec.template', 'spec.completionMode'],
  PersistentVolumeClaim: [
    'spec.accessModes',
    'spec.storageClassName',
    'spec.volumeMode',
    'spec.selector',
    'spec.volumeName',
    'spec.resources.requests.storage',
  ],
  StorageClass: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  RoleBinding: ['roleRef'],
  ClusterRoleBinding: ['roleRef'],
  Secret: ['type'],
  Service: ['spec.clusterIP'],
  CustomResourceDefinition: ['spec.scope', 'spec.group'],
};

/** What the target asks of fields that cannot be changed: the upgrade would end in an error there. */
export function immutableChanges(live: KubernetesObject, target: KubernetesObject): Difference[] {
  const frozen =
    (live as { immutable?: boolean }).immutable === true && ['ConfigMap', 'Secret'].includes(live.kind ?? '')
      ? ['data', 'binaryData']
      : [];
  return [...(fixed[target.kind ?? ''] ?? []), ...frozen].flatMap((path) =>
    compared(at(live, path), at(target, path))
      .map((one) => ({ ...one, path: one.path === '' ? path : `${path}.${one.path}` }))
      .filter((one) => !isGrowth(target.kind, one) && !isStatusOfTemplate(one)),
  );
}

/** A list that is shorter than the live one is a change too. */
function compared(live: unknown, target: unknown): Difference[] {
  const shorter = Array.isArray(live) && Array.isArray(target) && live.length > target.length;
  return shorter ? [{ path: '', from: live, to: target }] : unmet(live, target);
}

/** A claim may grow; whether its class allows it is asked elsewhere. */
const isGrowth = (kind: string | undefined, { path, from, to }: Difference): boolean =>
  kind === 'PersistentVolumeClaim' && path.endsWith('requests.storage') && quantity(to) > quantity(from);

const isStatusOfTemplate = ({ path }: Difference): boolean =>
  /^spec\.volumeClaimTemplates\.[^.]+\.(status|apiVersion|kind)/.test(path);

/** The value at a dotted path. */
export const at = (object: unknown, path: string): unknown =>
  path.split('.').reduce((value: unknown, key) => (isMap(value) ? value[key] : undefined), object);
