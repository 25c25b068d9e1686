import type { Endpoint } from '../check.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { ProbeError } from '../probes/probe-error.ts';
import type { Platform } from './platform.ts';

/** The platform's endpoint at a base URL, for an API key or without one. */
export const endpointAt = (platform: Platform, url: string, apiKey: string | null): Endpoint => ({
  url: url.replace(/\/+$/, ''),
  headers: platform.headers(apiKey),
  hasApiKey: apiKey !== null,
});

/**
 * Where the API answers inside the cluster: at the Service with the labels that the platform names, else at the one
 * that is called as its chart calls it. Without the right to list Services the name must do.
 */
export async function urlInCluster(
  platform: Platform,
  release: string,
  reader: ClusterReader<'list:services'>,
): Promise<string> {
  const usual = platform.defaultUrl(reader.namespace, release);
  if (!platform.apiService) return usual;
  const labels = platform.apiService(release);
  const services = await reader.list('services', { labels }).catch((error) => {
    if (error instanceof ProbeError && error.code === 'forbidden') return [];
    throw error;
  });
  const port = Number(new URL(usual).port);
  const offers = (service: (typeof services)[number]) =>
    (service.spec?.ports ?? []).some((one) => one.port === port);
  const found = services.find(offers) ?? services[0];
  if (!found) return usual;
  const own = offers(found) ? port : (found.spec?.ports?.[0]?.port ?? port);
  return `http://${found.metadata!.name}.${reader.namespace}.svc:${own}`;
}
