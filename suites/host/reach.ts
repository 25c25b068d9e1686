import type { KubeConfig } from '@kubernetes/client-node';
import type { Endpoint } from '../check.ts';
import { endpointAt, urlInCluster } from '../platforms/endpoint.ts';
import type { Platform } from '../platforms/platform.ts';
import type { HttpProbe } from '../probes/http/probe.ts';
import { ApiReader } from '../probes/kubernetes/api-reader.ts';

export interface ReachOptions {
  readonly config: KubeConfig;
  readonly http: HttpProbe;
  readonly platform: Platform;
  readonly namespace: string;
  readonly release: string;
  readonly url: string | null;
  readonly apiKey: string | null;
}

/** How to reach the platform from here: the URL given, the Service by name in a cluster, or its address where that is routed. */
export async function reach(options: ReachOptions): Promise<{ endpoint: Endpoint } | { trouble: string }> {
  const { platform, namespace, release } = options;
  const at = (url: string) => endpointAt(platform, url, options.apiKey);
  if (options.url !== null) return { endpoint: at(options.url) };
  const reader = new ApiReader(options.config, namespace);
  const byName = new URL(await urlInCluster(platform, release, reader));
  const candidates = [byName];
  const service = await reader.get('services', byName.hostname.split('.')[0]!);
  if (service?.spec?.clusterIP && service.spec.clusterIP !== 'None') {
    const byAddress = new URL(byName);
    byAddress.hostname = service.spec.clusterIP;
    candidates.push(byAddress);
  }
  for (const candidate of candidates) {
    const endpoint = at(candidate.href);
    const answered = await options.http
      .request(`${endpoint.url}${platform.statusPath}`, {
        headers: endpoint.headers,
        maxBytes: 64 * 1024,
        signal: AbortSignal.timeout(2000),
      })
      .then(
        () => true,
        () => false,
      );
    if (answered) return { endpoint };
  }
  return {
    trouble: service
      ? `${platform.title} at ${byName.href} cannot be reached from here: give the address that clients use, or run Seatrial in the cluster`
      : `there is no Service ${byName.hostname.split('.')[0]} in namespace ${namespace}: name the release and its namespace, or the address that clients use`,
  };
}
