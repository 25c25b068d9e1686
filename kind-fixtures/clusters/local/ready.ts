import { Resolver } from 'node:dns/promises';
import { FixtureError } from '../../toolchain/fixture-error.ts';
import type { ClusterApi } from '../api.ts';

/** True once the API server answers for itself; undefined until then. */
export async function apiIsReady(api: ClusterApi): Promise<true | undefined> {
  return (await api.call('GET', '/readyz')).status === 200 ? true : undefined;
}

/** True once the node is Ready. Throws the kubelet's reason until then. */
export async function nodeIsReady(api: ClusterApi, node: string): Promise<true | undefined> {
  const { status, body } = await api.call('GET', `/api/v1/nodes/${node}`);
  if (status !== 200) return undefined;
  const conditions = body.status?.conditions as
    | { type: string; status: string; message: string }[]
    | undefined;
  const ready = conditions?.find((condition) => condition.type === 'Ready');
  if (ready?.status === 'True') return true;
  throw new FixtureError('unavailable', ready?.message ?? 'the kubelet has said nothing yet');
}

/** True once CoreDNS answers at the Service's address with the API's own name. */
export async function dnsAnswers(server: string): Promise<true | undefined> {
  const resolver = new Resolver({ timeout: 250, tries: 1 });
  resolver.setServers([server]);
  const found = await resolver.resolve4('kubernetes.default.svc.cluster.local');
  return found.length > 0 ? true : undefined;
}
