import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  AppsV1Api,
  CustomObjectsApi,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DemoObjects } from '../../../agent/cli/demo/objects.ts';
import { seatrial } from '../../../agent/cli/testing.ts';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { cartesiaFixture } from '../../../kind-fixtures/platforms/cartesia/fixture.ts';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';

const namespace = 'h-pause';
const replicasKey = 'autoscaling.keda.sh/paused-replicas';
const intentKey = 'seatrial.dev/paused';
const at = { group: 'keda.sh', version: 'v1alpha1', namespace, plural: 'scaledobjects' } as const;
const pools = { a: 0, b: 2, c: 3 } as const;
let env: NodeJS.ProcessEnv;
let objects: DemoObjects;
let custom: CustomObjectsApi;
let apps: AppsV1Api;

beforeAll(async () => {
  env = { KUBECONFIG: (await sharedCluster()).kubeconfig };
  const config = new KubeConfig();
  config.loadFromFile(env.KUBECONFIG!);
  custom = config.makeApiClient(CustomObjectsApi);
  apps = config.makeApiClient(AppsV1Api);
  objects = new DemoObjects(config);
  await objects.applyFiles(cartesiaFixture.crds);
  await objects.deleteNamespace(namespace, AbortSignal.timeout(60_000));
  await objects.createNamespace(namespace);
  for (const [name, replicas] of Object.entries(pools)) await createPool(name, replicas);
});
afterAll(() => objects?.deleteNamespace(namespace, AbortSignal.timeout(60_000)));

/** StatefulSets whose pods no node takes: only their counts matter here. */
async function createPool(name: string, replicas: number): Promise<void> {
  const labels = { app: name };
  await apps.createNamespacedStatefulSet({
    namespace,
    body: {
      metadata: { name: `worker-${name}` },
      spec: {
        replicas,
        serviceName: name,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { nodeSelector: { nowhere: 'true' }, containers: [{ name: 'main', image: 'none' }] },
        },
      },
    },
  });
  const spec = {
    scaleTargetRef: { kind: 'StatefulSet', name: `worker-${name}` },
    triggers: [{ type: 'cron', metadata: {} }],
  };
  const body = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name }, spec };
  for (let tries = 50; ; tries--) {
    try {
      await custom.createNamespacedCustomObject({ ...at, body });
      return;
    } catch (error) {
      // A new definition is served a moment after it was taken.
      if (tries === 0) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

const annotate = (name: string, annotations: Record<string, string | null>) =>
  custom.patchNamespacedCustomObject(
    { ...at, name, body: { metadata: { annotations } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );

async function counts(): Promise<Record<string, string | undefined>> {
  const { items } = (await custom.listNamespacedCustomObject(at)) as { items: ScaledObject[] };
  return Object.fromEntries(
    items.map(({ metadata }) => [metadata!.name!, metadata?.annotations?.[replicasKey]]),
  );
}

const noneLeft = async (): Promise<boolean> => {
  const { items } = (await custom.listNamespacedCustomObject(at)) as { items: ScaledObject[] };
  return items.every(({ metadata }) => metadata?.annotations?.[intentKey] === undefined);
};

const run = (...args: string[]) => seatrial([...args, '-n', namespace], env);
const nothing = { a: undefined, b: undefined, c: undefined };

beforeEach(async () => {
  for (const name of Object.keys(pools)) await annotate(name, { [replicasKey]: null, [intentKey]: null });
});

test('each target is held at its own count; resume leaves nothing', async () => {
  const dry = await run('pause', '--dry-run');
  expect([dry.exitCode, await counts()]).toEqual([0, nothing]);
  expect((await run('pause', '--for', '2h')).exitCode).toBe(0);
  expect(await counts()).toEqual({ a: '0', b: '2', c: '3' });
  const again = await run('pause', '--for', '3h');
  expect(again.stdout).toContain('paused at 2 already');
  expect((await run('resume')).exitCode).toBe(0);
  expect([await counts(), await noneLeft()]).toEqual([nothing, true]);
});

test('killed between two objects: pause and resume both come to their end when run again, and a user’s own pause survives', async () => {
  await annotate('a', { [replicasKey]: '9' });
  const killed = (what: string) =>
    spawnSync(
      process.execPath,
      [fileURLToPath(new URL('./pause-then-die.ts', import.meta.url)), what, namespace],
      { env: { ...process.env, ...env } },
    ).signal;
  expect([killed('pause'), await counts()]).toEqual(['SIGKILL', { a: '0', b: undefined, c: undefined }]);
  await run('pause');
  expect(await counts()).toEqual({ a: '0', b: '2', c: '3' });
  expect([killed('resume'), await counts()]).toEqual(['SIGKILL', { a: '9', b: '2', c: '3' }]);
  await run('resume');
  expect([await counts(), await noneLeft()]).toEqual([{ ...nothing, a: '9' }, true]);
});

test('only what is over is taken back by --expired, and somebody else’s pause only by --all', async () => {
  await annotate('c', { [replicasKey]: '9' });
  await run('pause', '--for', '60s');
  const { items } = (await custom.listNamespacedCustomObject(at)) as { items: ScaledObject[] };
  const b = items.find(({ metadata }) => metadata?.name === 'b')!;
  const intent = { ...JSON.parse(b.metadata!.annotations![intentKey]!), until: '2020-01-01T00:00:00.000Z' };
  await annotate('b', { [intentKey]: JSON.stringify(intent) });
  await run('resume', '--expired');
  expect(await counts()).toEqual({ a: '0', b: undefined, c: '3' });
  await run('resume');
  expect(await counts()).toEqual({ ...nothing, c: '9' });
  await run('resume', '--all');
  expect(await counts()).toEqual(nothing);
});
