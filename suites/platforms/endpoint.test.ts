import { describe, expect, test } from 'vitest';
import { ProbeError } from '../probes/probe-error.ts';
import { urlInCluster } from './endpoint.ts';
import type { Platform } from './platform.ts';

const platform = {
  defaultUrl: (namespace: string, release: string) =>
    `http://${release}-sie-cluster-gateway.${namespace}.svc:8080`,
  apiService: (release: string) => `component=gateway,instance=${release}`,
} as unknown as Platform;

const reader = (services: object[] | Error) =>
  ({
    namespace: 'sie',
    list: async () => {
      if (services instanceof Error) throw services;
      return services;
    },
  }) as never;
const service = (name: string, port: number) => ({ metadata: { name }, spec: { ports: [{ port }] } });

describe('the API is found', () => {
  test('by the labels of its Service, whatever that is called (trap 15)', async () => {
    const found = await urlInCluster(platform, 'sie', reader([service('sie-gateway', 8080)]));
    expect(found).toBe('http://sie-gateway.sie.svc:8080');
  });

  test('at the one of several that offers the usual port', async () => {
    const both = reader([service('sie-gateway-metrics', 9090), service('sie-gateway', 8080)]);
    expect(await urlInCluster(platform, 'sie', both)).toBe('http://sie-gateway.sie.svc:8080');
  });

  test('by name where no Service has the labels, or we may not list them', async () => {
    const usual = 'http://sie-sie-cluster-gateway.sie.svc:8080';
    expect(await urlInCluster(platform, 'sie', reader([]))).toBe(usual);
    expect(await urlInCluster(platform, 'sie', reader(new ProbeError('forbidden', 'no')))).toBe(usual);
    await expect(urlInCluster(platform, 'sie', reader(new ProbeError('timeout', 'late')))).rejects.toThrow(
      'late',
    );
  });
});
