import type { Endpoint } from '../../suites/check.ts';
import { endpointAt, urlInCluster } from '../../suites/platforms/endpoint.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import type { ClusterReader } from '../../suites/probes/kubernetes/reader.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import type { Trial } from '../resources/trial.ts';

/** How the Trial's platform is reached. Throws `ProbeError` where its API key cannot be read. */
export async function endpointOf(
  { spec }: Trial,
  platform: Platform,
  reader: ClusterReader<'get:secrets' | 'list:services'>,
): Promise<Endpoint> {
  const url = spec.endpoint.url ?? (await urlInCluster(platform, spec.release, reader));
  const { apiKeySecret } = spec.endpoint;
  const apiKey = apiKeySecret ? await keyFrom(reader, apiKeySecret) : null;
  return endpointAt(platform, url, apiKey);
}

async function keyFrom(
  reader: ClusterReader<'get:secrets'>,
  { name, key }: { name: string; key: string },
): Promise<string> {
  const value = (await reader.get('secrets', name))?.data?.[key];
  if (value === undefined)
    throw new ProbeError('bad-answer', `the API key is missing: there is no key ${key} in Secret ${name}`);
  return Buffer.from(value, 'base64').toString();
}
