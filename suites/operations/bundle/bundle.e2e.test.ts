import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Helm } from '../../../agent/cli/demo/helm.ts';
import { DemoObjects } from '../../../agent/cli/demo/objects.ts';
import { seatrial } from '../../../agent/cli/testing.ts';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { cartesiaImages } from '../../../kind-fixtures/platforms/cartesia/images.ts';
import { buildPrograms } from '../../../kind-fixtures/toolchain/build.ts';
import { unpackBundle } from './archive.ts';
import { betrayals, planted as p, plants } from './planted.ts';
import { chart, commit, configMap, eventOf, podOf, secrets, uuid, values } from './planted-objects.ts';

const namespace = 'h-bundle';
const release = 'harbour';
let folder: string;
let env: NodeJS.ProcessEnv;
let core: CoreV1Api;
let objects: DemoObjects;
let image: string;
let imageId: string | undefined;
let podUid: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  const cluster = await sharedCluster();
  env = { KUBECONFIG: cluster.kubeconfig, HOME: folder };
  const { images, archives } = await cartesiaImages();
  for (const archive of archives) await cluster.loadImage(archive);
  image = images[0]!.name;
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  objects = new DemoObjects(config);
  await objects.deleteNamespace(namespace, AbortSignal.timeout(120_000));
  await objects.createNamespace(namespace);
  for (const body of secrets) await core.createNamespacedSecret({ namespace, body });
  await core.createNamespacedConfigMap({ namespace, body: configMap });
  const pod = await core.createNamespacedPod({ namespace, body: podOf(image) });
  podUid = pod.metadata?.uid;
  await core.createNamespacedEvent({ namespace, body: eventOf(pod) });
  await install(cluster.kubeconfig);
  await untilCrashed();
});
afterAll(async () => {
  await objects?.deleteNamespace(namespace, AbortSignal.timeout(120_000));
  await rm(folder, { recursive: true, force: true });
});

async function install(kubeconfig: string): Promise<void> {
  for (const [path, text] of Object.entries(chart)) {
    await mkdir(join(folder, 'chart', path, '..'), { recursive: true });
    await writeFile(join(folder, 'chart', path), text);
  }
  const { helm: binary } = await buildPrograms(['helm']);
  await using helm = await Helm.open(binary, kubeconfig);
  const of = { release, namespace, chart: join(folder, 'chart'), values };
  await helm.deploy(of, AbortSignal.timeout(60_000));
}

async function untilCrashed(): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const { status } = await core.readNamespacedPod({ namespace, name: 'worker-0' });
    const [worker] = status?.containerStatuses ?? [];
    imageId = worker?.imageID;
    if ((worker?.restartCount ?? 0) > 0 && (await said()).includes('ERROR model')) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error('the planted pod never crashed');
}

/** What the pod said in this life or the one before. A kubelet may have thrown either away. */
async function said(): Promise<string> {
  const asked = [false, true].map((previous) =>
    core.readNamespacedPodLog({ namespace, name: 'worker-0', previous, timestamps: true }).catch(() => ''),
  );
  return (await Promise.all(asked)).join('\n');
}

/** What the API hands out, without redaction: the proof that the search above can fail. */
async function rawTexts(): Promise<string> {
  const [pods, maps, secrets, events, log] = await Promise.all([
    core.listNamespacedPod({ namespace }),
    core.listNamespacedConfigMap({ namespace }),
    core.listNamespacedSecret({ namespace }),
    core.listNamespacedEvent({ namespace }),
    said(),
  ]);
  const { decodeRelease } = await import('../../probes/helm/decode.ts');
  const helm = secrets.items
    .filter(({ type }) => type === 'helm.sh/release.v1')
    .map(({ data }) => decodeRelease(data!.release!));
  return [log, ...[pods, maps, secrets, events, helm].map((one) => JSON.stringify(one))].join('\n');
}

async function unpacked(file: string): Promise<Map<string, string>> {
  const files = await unpackBundle(await readFile(file));
  return new Map([...files].map(([path, content]) => [path, content.toString()]));
}

const dense = (text: string): string => text.replace(/\\[nrt]|\s|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');

/** What must be in the log itself: the pod's environment holds it too, and must not hide that a log lacks it. */
const inLog = [
  p.bearer,
  p.jwt,
  p.pem,
  p.sk,
  p.basic,
  p.apiKey,
  p.wrapped,
  p.splitToken,
  p.opaque,
  p.short,
  p.helm,
  p.manifest,
];

test('every planted secret is in the namespace, and none survives in the bundle', async () => {
  const raw = await rawTexts();
  const missing = plants.filter(
    (plant) => !betrayals(plant).some((text) => raw.includes(text) || dense(raw).includes(dense(text))),
  );
  expect(
    missing.map(({ kind }) => kind),
    'planted for real',
  ).toEqual([]);
  for (const { kind, value } of inLog) expect(dense(await said()), kind).toContain(dense(value));

  const file = join(folder, 'one.tgz');
  const ended = await seatrial(['bundle', '--release', release, '-n', namespace, '-o', file], env);
  expect([ended.exitCode, ended.stdout]).toEqual([0, expect.stringContaining('signed ')]);
  const files = await unpacked(file);
  const survivors = [...files].flatMap(([path, text]) => {
    const packed = dense(text);
    return plants.flatMap((plant) =>
      betrayals(plant)
        .filter((one) => text.includes(one) || packed.includes(dense(one)))
        .map((one) => `${plant.kind} in ${path}: ${one.slice(0, 60)}`),
    );
  });
  expect(survivors).toEqual([]);
});

test('the bundle holds what an engineer needs', async () => {
  const files = await unpacked(join(folder, 'one.tgz'));
  const log = ['worker', 'worker-previous']
    .map((name) => files.get(`pod-logs/${namespace}/worker-0/${name}.log`) ?? '')
    .join('\n');
  for (const kept of [
    uuid,
    commit,
    'ERROR model load failed: CUDA out of memory on GPU 0 (79.1 GiB of 80 GiB), max_tokens=128',
    'answered 401',
    '"model":"sonic-3"',
    'git.example.com/models.git',
    'for speech',
    '2026-11-21T15:00:00Z',
  ])
    expect(log).toContain(kept);
  // Each line keeps the time that the kubelet stamped, but for those that a secret covers.
  expect(log.split('\n').filter((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(line)).length).toBeGreaterThan(
    15,
  );

  const pods = files.get(`cluster-resources/pods/${namespace}.json`)!;
  for (const kept of [
    image,
    imageId!,
    podUid!,
    'ADMIN_PASSWORD',
    'postgres://app:<redacted',
    '@db.internal:5432/voices',
    '"exitCode": 3',
    'AccountName=voices',
  ])
    expect(pods).toContain(kept);
  const events = files.get(`cluster-resources/events/${namespace}.json`)!;
  for (const kept of ['ModelPullFailed', 'pull of sonic-3 with', 'failed: 403'])
    expect(events).toContain(kept);
  const maps = files.get(`cluster-resources/configmaps/${namespace}.json`)!;
  for (const kept of ['db.internal', 'log: info', '"project_id', 'voices'])
    expect(maps.replaceAll('\\', '')).toContain(kept);
  expect(files.get(`helm/${release}/values-1.yaml`)).toContain('replicas: 2');
  expect(files.get(`helm/${release}/manifest-1.yaml`)).toMatch(
    /kind: Secret[\s\S]*name: from-chart[\s\S]*session:\n\s+bytes: 22/,
  );
  const secrets = JSON.parse(files.get(`cluster-resources/secrets/${namespace}.json`)!) as {
    name: string;
    keys: object;
  }[];
  expect(Object.keys(secrets.find(({ name }) => name === 'keys')!.keys).sort()).toEqual([
    'a',
    'b',
    'binary',
    'c',
    'd',
    'username',
  ]);
  expect(files.get('cluster-resources/nodes.json')).toContain('"kubeletVersion"');
  expect(files.get('cluster-resources/customresourcedefinitions.json') ?? '[]').toContain('[');
  const { failingPods } = JSON.parse(files.get('analysis.json')!);
  expect(failingPods[0]).toMatchObject({
    pod: 'worker-0',
    containers: [{ name: 'worker', lastExit: { code: 3 } }],
  });
  const report = JSON.parse(files.get('redaction-report.json')!) as {
    redactions: { file: string; line: number; redactor: string; charactersRemoved: number }[];
  };
  for (const { file, line, redactor, charactersRemoved } of report.redactions) {
    expect(files.get(file)!.split('\n')[line - 1]).toContain(`<redacted:${redactor}>`);
    expect(charactersRemoved).toBeGreaterThan(0);
  }
});

test('verify finds a change, an addition and another signer; diff tells what changed', async () => {
  const [one, two] = [join(folder, 'one.tgz'), join(folder, 'two.tgz')];
  expect((await seatrial(['bundle', 'verify', one], env)).exitCode).toBe(0);
  await core.deleteNamespacedConfigMap({ namespace, name: 'settings' });
  await seatrial(['bundle', '--release', release, '-n', namespace, '-o', two], env);
  const diff = await seatrial(['bundle', 'diff', one, two], env);
  expect(diff.stdout).toMatch(new RegExp(`~ cluster-resources/configmaps/${namespace}.json`));
  const other = join(folder, 'other.pem');
  await writeFile(other, (await import('./signature.ts')).newKeyPem());
  const foreign = await seatrial(['bundle', 'verify', one, '--key', other], env);
  expect([foreign.exitCode, foreign.stdout]).toEqual([1, expect.stringContaining('another key')]);
});
