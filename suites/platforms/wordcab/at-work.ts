import type { ClusterReader } from '../../probes/kubernetes/reader.ts';

const busy = ['Waiting', 'Rolling'];

/**
 * A sentence while the operator has pools to roll, else null. Between Helm's last write and the operator's first, and
 * between two pools, every Deployment looks settled; only the pools' own status tells that more is to come. Throws `ProbeError`.
 */
export async function operatorAtWork(kubernetes: ClusterReader<'list:wordcabpools'>): Promise<string | null> {
  const pools = await kubernetes.list('wordcabpools');
  const due = pools.filter(
    ({ metadata, status }) =>
      (status?.observedGeneration ?? 0) < (metadata?.generation ?? 0) || busy.includes(status?.phase ?? ''),
  );
  const names = due.map(({ metadata }) => metadata?.name).join(', ');
  return due.length > 0 ? `the operator has ${due.length} of ${pools.length} pools to roll: ${names}` : null;
}
