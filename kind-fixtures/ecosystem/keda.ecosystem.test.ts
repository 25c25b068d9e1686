import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../clusters/shared.ts';
import { until } from '../clusters/until.ts';
import { ClusterObjects } from './cluster-objects.ts';
import { deployKeda } from './keda.ts';
import { type DeployedPrometheus, deployPrometheus } from './prometheus.ts';
import { boats, scaledBoats } from './testing/boats.ts';

const namespace = 'eco-keda';
const minute = { timeoutMs: 90_000, everyMs: 300 };
const stack = new AsyncDisposableStack();
let objects: ClusterObjects;
let prometheus: DeployedPrometheus;

beforeAll(async () => {
  const cluster = await sharedCluster();
  stack.use(await deployKeda(cluster));
  prometheus = await deployPrometheus(cluster, { namespace: 'eco-keda-prometheus', scrape: [] });
  objects = stack.use(await ClusterObjects.open(cluster.kubeconfig));
  await objects.namespace(namespace);
  await objects.apply([boats(namespace), scaledBoats(namespace, prometheus.urlInCluster)]);
});
afterAll(() => stack.disposeAsync());

const condition = (type: string, wanted: string) =>
  until(
    `${type} is not ${wanted}`,
    async () => {
      const { status } = await objects.read(scaledBoats(namespace, ''));
      const all: { type: string; status: string }[] = status?.conditions ?? [];
      const now = Object.fromEntries(all.map((one) => [one.type, one.status]));
      if (now[type] === wanted) return now;
      throw new Error(JSON.stringify(now));
    },
    minute,
  );
const replicas = (wanted: number) =>
  until(
    `there are not ${wanted} replicas`,
    async () => ((await objects.read(boats(namespace))).spec.replicas === wanted ? true : undefined),
    minute,
  );

test('a ScaledObject is ready, and its Deployment is scaled by what Prometheus says', async () => {
  expect(await condition('Ready', 'True')).toMatchObject({ Paused: 'False' });
  await replicas(3);
});

test('is paused by its annotation, and goes on without it', async () => {
  const paused = { 'autoscaling.keda.sh/paused': 'true' };
  await objects.apply([scaledBoats(namespace, prometheus.urlInCluster, paused)]);
  await condition('Paused', 'True');
  await objects.apply([scaledBoats(namespace, prometheus.urlInCluster)]);
  await condition('Paused', 'False');
});

test('falls back when Prometheus is gone', async () => {
  await prometheus[Symbol.asyncDispose]();
  await condition('Fallback', 'True');
  await replicas(2);
});
