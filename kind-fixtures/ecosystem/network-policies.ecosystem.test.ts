import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../clusters/shared.ts';
import { until } from '../clusters/until.ts';
import { ClusterObjects, type Manifest } from './cluster-objects.ts';
import { enforceNetworkPolicies } from './network-policies.ts';
import { deployLookout, type Lookout } from './testing/lookout.ts';

const target = 'eco-policies';
const watcher = 'eco-watcher';
const stack = new AsyncDisposableStack();
let enforcement: AsyncDisposable;
let objects: ClusterObjects;
let watched: Lookout;
let watching: Lookout;

beforeAll(async () => {
  const cluster = await sharedCluster();
  watched = stack.use(await deployLookout(cluster, target));
  watching = stack.use(await deployLookout(cluster, watcher));
  enforcement = stack.use(await enforceNetworkPolicies(cluster, { namespace: 'eco-firewall' }));
  objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
});
afterAll(() => stack.disposeAsync());

const policy = (namespace: string, spec: object): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'cut', namespace },
  spec: { podSelector: {}, ...spec },
});
const soon = { timeoutMs: 40_000, everyMs: 300 };

/** Whether this machine, which is no pod, reaches the pod with a new connection: open ones are not cut. */
const outside = () =>
  fetch(watched.url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
/** Whether the other pod reaches it, which is on the same bridge. */
const neighbour = () => watching.reaches(watched.url);
const becomes = (what: { outside: boolean; neighbour: boolean }) =>
  until(
    `it did not become ${JSON.stringify(what)}`,
    async () => {
      const now = { outside: await outside(), neighbour: await neighbour() };
      if (now.outside === what.outside && now.neighbour === what.neighbour) return true;
      throw new Error(JSON.stringify(now));
    },
    soon,
  );

test('a policy on ingress cuts a pod off, and lets in whom it names', async () => {
  await becomes({ outside: true, neighbour: true });
  await objects.apply([policy(target, { policyTypes: ['Ingress'] })]);
  await becomes({ outside: false, neighbour: false });
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': watcher } } }];
  await objects.apply([policy(target, { policyTypes: ['Ingress'], ingress: [{ from }] })]);
  await becomes({ outside: false, neighbour: true });
});

test('a policy on egress keeps a pod from reaching out', async () => {
  const elsewhere = [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.244.0.0/16'] } }];
  await objects.apply([
    policy(target, { policyTypes: ['Ingress'], ingress: [{}] }),
    policy(watcher, { policyTypes: ['Egress'], egress: [{ to: elsewhere }] }),
  ]);
  await becomes({ outside: true, neighbour: false });
});

test('without the engine the same policies are words again', async () => {
  await objects.apply([policy(target, { policyTypes: ['Ingress'] })]);
  await becomes({ outside: false, neighbour: false });
  await enforcement[Symbol.asyncDispose]();
  await becomes({ outside: true, neighbour: true });
  expect(await outside()).toBe(true);
});
