import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import type { ClusterReader } from '../../probes/kubernetes/reader.ts';

/** The count that an object's own target is meant to have now; null where the target is missing or of an unknown kind. Throws `ProbeError`. */
export async function targetReplicas(
  reader: ClusterReader<'get:deployments' | 'get:statefulsets'>,
  { spec }: ScaledObject,
): Promise<number | null> {
  const { kind = 'Deployment', name } = spec?.scaleTargetRef ?? {};
  if (name === undefined) return null;
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return null;
  const target = await reader.get(kind === 'Deployment' ? 'deployments' : 'statefulsets', name);
  return target ? (target.spec?.replicas ?? 1) : null;
}
