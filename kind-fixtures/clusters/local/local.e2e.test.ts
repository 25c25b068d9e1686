import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CoreV1Api, Exec, KubeConfig, Log } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageArchive } from '../../images/image.ts';
import { assembleImage } from '../../images/image.ts';
import { nodeImage, nodeInImage } from '../../images/node-runtime.ts';
import { programImageName } from '../../images/program-images.ts';
import type { SharedCluster } from '../shared.ts';
import { acquireSharedCluster, sharedClusterName } from '../shared.ts';
import { until } from '../until.ts';
import { localCluster } from './local.ts';

const namespace = 'local-e2e';
const config = new KubeConfig();
let cluster: SharedCluster;
let core: CoreV1Api;
let probe: ImageArchive;

const server = `
require('node:http').createServer((_, answer) => answer.end('aye')).listen(8080, () => console.log('listening'));
`;

beforeAll(async () => {
  cluster = await acquireSharedCluster();
  config.loadFromFile(cluster.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  probe = await assembleImage(
    await nodeImage('e2e-probe', 'v1', [{ to: '/main.js', text: server }], '/main.js'),
  );
  await cluster.loadImage(probe.path);
  await removeNamespace();
  await core.createNamespace({ body: { metadata: { name: namespace } } });
});

afterAll(async () => {
  await removeNamespace();
  await cluster[Symbol.asyncDispose]();
});

test('a second up says what is running and changes nothing', async () => {
  expect(await localCluster(sharedClusterName).up()).toMatchObject({
    ok: true,
    value: { alreadyRunning: true, server: cluster.server, kubeconfig: cluster.kubeconfig },
  });
});

test('a pod runs, Services resolve and answer, logs and exec work', async () => {
  await createPod('server', { image: probe.name, ports: [{ containerPort: 8080 }] });
  await core.createNamespacedService({
    namespace,
    body: {
      metadata: { name: 'server' },
      spec: { selector: { app: 'server' }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  });
  await untilRunning('server', 1);

  const log = new PassThrough();
  await new Log(config).log(namespace, 'server', 'main', log, { follow: false });
  expect(await text(log)).toContain('listening');
  const ask = `const answer = await fetch('http://server.${namespace}.svc.cluster.local'); console.log(await answer.text());`;
  await until(
    'the Service did not answer',
    async () => ((await exec(ask)).includes('aye') ? true : undefined),
    {
      timeoutMs: 20_000,
      everyMs: 500,
    },
  );
  // Names outside the cluster fail at once, they do not hang.
  const outside = `try { await fetch('http://example.com') } catch (error) { console.log(error.cause.code) }`;
  expect(await exec(outside)).toContain('ENOTFOUND');
  const node = await core.readNode({ name: sharedClusterName });
  expect(node.metadata?.labels).toMatchObject({
    'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
    'nvidia.com/gpu.count': '8',
  });
});

test('the scheduler gives eight pods a GPU each and lets the ninth wait', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `gpu-${index}`);
  for (const name of names) {
    await createPod(name, {
      image: programImageName('pause'),
      resources: { limits: { 'nvidia.com/gpu': '1' } },
    });
  }
  await untilRunning('gpu', 8);
  const pods = await core.listNamespacedPod({ namespace, labelSelector: 'app=gpu' });
  const waiting = pods.items.filter((pod) => pod.status?.phase === 'Pending');
  expect(waiting).toHaveLength(1);
  const reason = waiting[0]?.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  expect(reason).toMatchObject({ status: 'False', reason: 'Unschedulable' });
  expect(reason?.message).toContain('Insufficient nvidia.com/gpu');
});

async function createPod(name: string, container: object): Promise<void> {
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name, labels: { app: name.replace(/-\d+$/, '') } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'main', imagePullPolicy: 'Never', ...container }],
      },
    },
  });
}

async function untilRunning(app: string, count: number): Promise<void> {
  await until(
    `${count} pods of ${app} did not run`,
    async () => {
      const { items } = await core.listNamespacedPod({ namespace, labelSelector: `app=${app}` });
      const running = items.filter((pod) => pod.status?.phase === 'Running').length;
      return running === count ? true : undefined;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
}

async function exec(script: string): Promise<string> {
  const output = new PassThrough();
  const command = [nodeInImage, '--input-type=module', '--eval', script];
  const ended = new Promise<void>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, 'server', 'main', command, output, output, null, false, () => resolve())
      .catch(reject);
  });
  await ended;
  output.end();
  return text(output);
}

async function removeNamespace(): Promise<void> {
  await core.deleteNamespace({ name: namespace, gracePeriodSeconds: 0 }).catch(() => {});
  const isGone = () =>
    core.readNamespace({ name: namespace }).then(
      () => undefined,
      () => true,
    );
  await until(`the namespace ${namespace} did not go`, isGone, { timeoutMs: 60_000, everyMs: 200 });
}
