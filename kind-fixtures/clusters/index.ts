import type { ClusterProvider } from './cluster.ts';
import { existingCluster } from './existing/existing.ts';
import { kindCluster } from './kind/kind.ts';
import { localCluster } from './local/local.ts';

/** Makes a provider; `name` is the cluster's name where the provider makes clusters. */
export type ProviderFactory = (name?: string) => ClusterProvider;

/** Every cluster provider, one folder each, in the order in which they are tried. */
export const clusterProviders = {
  local: localCluster,
  kind: kindCluster,
  existing: existingCluster,
} as const satisfies Readonly<Record<string, ProviderFactory>>;

export type ProviderName = keyof typeof clusterProviders;

export function isProviderName(name: string): name is ProviderName {
  return Object.hasOwn(clusterProviders, name);
}
