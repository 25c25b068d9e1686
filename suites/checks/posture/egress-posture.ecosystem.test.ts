import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { ClusterObjects, type Manifest } from '../../../kind-fixtures/ecosystem/cluster-objects.ts';
import { enforceNetworkPolicies } from '../../../kind-fixtures/ecosystem/network-policies.ts';
import { deployLookout, type Lookout } from '../../../kind-fixtures/ecosystem/testing/lookout.ts';
import { changeObjects } from '../../../kind-fixtures/faults/change-objects.ts';
import { egressOpened } from '../../../kind-fixtures/faults/kubernetes/egress-opened.ts';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { noSettings, type Settings } from '../../settings.ts';
import { found, networkOf } from '../edge/testing/context.ts';
import { egressPosture } from './egress-posture.ts';

/** A pod behind a real policy engine: what it reaches, the check is told by the pod itself. */
const namespace = 'p-trial';
const stack = new AsyncDisposableStack();
let pod: Lookout;
let platform: Lookout;
let outside: Lookout;
let config: KubeConfig;

beforeAll(async () => {
  const cluster = await sharedCluster();
  const deploy = async (name: string) => stack.use(await deployLookout(cluster, name));
  pod = await deploy(namespace);
  platform = await deploy('p-platform');
  outside = await deploy('p-outside');
  stack.use(await enforceNetworkPolicies(cluster, { namespace: 'p-firewall' }));
  const objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  const to = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'p-platform' } } }];
  const policy: Manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'air-gap', namespace },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to }] },
  };
  await objects.apply([policy]);
});
afterAll(() => stack.disposeAsync());

const targetOf = (url: string): string => new URL(url).host;

const ask = (settings: Partial<Settings>) => {
  const connect: NetworkProbe['connect'] = async (host, port) => ({
    open: await pod.reaches(`http://${host}:${port}/`),
    milliseconds: 0,
  });
  const check = egressPosture({ outside: [targetOf(outside.url)], vantage: () => 'pod' });
  return found(
    check,
    {},
    {
      network: networkOf({ connect }),
      endpoint: { url: platform.url, headers: {}, hasApiKey: false },
      settings: { ...noSettings, ...settings },
    },
  );
};
const soon = { timeout: 60_000, interval: 500 };
const becomes = (settings: Partial<Settings>, outcome: string, reason: RegExp) =>
  vi.waitFor(
    async () => expect(await ask(settings)).toMatchObject({ outcome, reason: expect.stringMatching(reason) }),
    soon,
  );

test('an air gap that holds passes; opened, it fails and names the target', async () => {
  const airGapped = { posture: 'air-gapped' } as const;
  await becomes(airGapped, 'pass', /1 of 1 targets are closed/);
  {
    await using _ = await changeObjects(config, namespace, egressOpened.objects ?? []);
    await becomes(airGapped, 'fail', /can be reached/);
  }
  await becomes(airGapped, 'pass', /closed/);
});

test('what must be reached and is cut off fails', async () => {
  const connected = (url: string) => ({ posture: 'connected' as const, egress: [targetOf(url)] });
  await becomes(connected(platform.url), 'pass', /open/);
  await becomes(connected(outside.url), 'fail', /cannot be reached/);
});
