import { expect, it } from 'vitest';
import { FaultBoard } from '../faults/fault-board.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Deployment, WordcabDeployment, WordcabPool } from '../kube/resources.ts';
import { Operator } from './operator.ts';
import { isComplete } from './plan.ts';

type Loose = Record<string, unknown>;

/** RFC 7386, as the API server has it. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const own: Loose = { ...(typeof target === 'object' ? (target as Loose) : {}) };
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete own[key];
    else own[key] = merged(own[key], value);
  return own;
}

/** An API server with the objects that the operator touches, and a Deployment controller that `settle` runs. */
class Cluster implements KubeClient {
  readonly objects = new Map<string, Loose>();
  patches = 0;

  async get<T>(path: string): Promise<T | null> {
    const [folder] = path.split('?');
    const items = [...this.objects]
      .filter(([at]) => at.startsWith(`${folder}/`))
      .map(([, object]) => structuredClone(object));
    return { items } as T;
  }

  async create(path: string, object: object): Promise<void> {
    const { metadata } = object as { metadata: { name: string } };
    this.objects.set(`${path}/${metadata.name}`, { ...object, metadata: { ...metadata, generation: 1 } });
  }

  async patch(path: string, content: object): Promise<void> {
    this.patches++;
    const at = path.replace(/\/status$/, '');
    const found = merged(this.objects.get(at), content) as { metadata: { generation: number } };
    if ('spec' in content) found.metadata.generation++;
    this.objects.set(at, found as unknown as Loose);
  }

  /** One Deployment that is behind becomes complete. Answers its name. */
  settle(): string | undefined {
    const behind = this.workloads().find((one) => !isComplete(one));
    if (!behind) return undefined;
    const replicas = behind.spec.replicas ?? 1;
    const status = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
    this.objects.set(`${apps}/${behind.metadata.name}`, {
      ...behind,
      status: { ...status, observedGeneration: behind.metadata.generation },
    } as unknown as Loose);
    return behind.metadata.name;
  }

  workloads(): Deployment[] {
    return [...this.objects].filter(([at]) => at.startsWith(apps)).map(([, one]) => one as never);
  }

  pool(name: string): WordcabPool {
    return this.objects.get(`${custom}/wordcabpools/${name}`) as never;
  }
}

const apps = '/apis/apps/v1/namespaces/ns/deployments';
const custom = '/apis/wordcab.com/v1/namespaces/ns';
const names = ['llm', 'stt', 'tts'];

const declare = async (cluster: Cluster, tag: string, config: object = {}) => {
  for (const name of names) {
    const spec = {
      ...{ type: name, image: `wordcab-${name}:${tag}`, replicas: { min: 2, max: 4 }, models: [], config },
      ...{ maxUnavailable: 0, maxSurge: 1, resources: {}, backend: 'vllm' },
    };
    const path = `${custom}/wordcabpools`;
    if (cluster.objects.has(`${path}/${name}`)) await cluster.patch(`${path}/${name}`, { spec });
    else await cluster.create(path, { metadata: { name, uid: name }, spec });
  }
  const metadata = { name: 'wordcab' };
  if (!cluster.objects.has(`${custom}/wordcabdeployments/wordcab`))
    await cluster.create(`${custom}/wordcabdeployments`, { metadata, spec: { release: tag } });
};

const operatorOf = (cluster: Cluster) => {
  const ready: boolean[] = [];
  const operator = new Operator({
    kube: cluster,
    namespace: 'ns',
    site: { release: 'wordcab', adminUrl: '', loadMs: 0 },
    faults: new FaultBoard({ role: 'operator', release: 'v1.8.0' }, []),
    onReady: (_, is) => ready.push(is),
    log: () => {},
  });
  return { operator, ready };
};

const imageOf = ({ spec }: Deployment): string =>
  (spec.template as { spec: { containers: { image: string }[] } }).spec.containers[0]!.image;

it('installs at once, rolls one pool after the other, also when it starts anew in between, and then is still', async () => {
  const cluster = new Cluster();
  await declare(cluster, 'v1.8.0');
  const first = operatorOf(cluster);
  await first.operator.turn();
  expect(cluster.workloads()).toHaveLength(3);
  while (cluster.settle());
  await first.operator.turn();
  expect(first.ready).toEqual([false, true]);

  await declare(cluster, 'v1.9.0');
  const order: string[] = [];
  for (let step = 0; step < 3; step++) {
    await operatorOf(cluster).operator.turn();
    await operatorOf(cluster).operator.turn();
    expect(cluster.workloads().filter((one) => !isComplete(one))).toHaveLength(1);
    expect(names.map((name) => cluster.pool(name).status?.phase)).toEqual(
      names.map((_, index) => (index < step ? 'Healthy' : index === step ? 'Rolling' : 'Waiting')),
    );
    order.push(cluster.settle()!);
  }
  expect(order).toEqual(names);
  const { operator, ready } = operatorOf(cluster);
  await operator.turn();
  expect(ready).toEqual([true]);
  expect(cluster.workloads().map(imageOf)).toEqual(names.map((name) => `wordcab-${name}:v1.9.0`));
  for (const name of names) expect(cluster.pool(name).status?.rollout?.finishedAt).toBeTruthy();

  const before = cluster.patches;
  await operator.turn();
  expect(cluster.patches).toBe(before);
});

it('applies configuration without touching a workload, and says that it has seen it', async () => {
  const cluster = new Cluster();
  await declare(cluster, 'v1.8.0');
  const { operator } = operatorOf(cluster);
  await operator.turn();
  while (cluster.settle());
  await operator.turn();
  const workloads = structuredClone(cluster.workloads());
  await declare(cluster, 'v1.8.0', { logLevel: 'debug' });
  await operator.turn();
  expect(cluster.workloads()).toEqual(workloads);
  expect(cluster.pool('llm')).toMatchObject({
    metadata: { generation: 2 },
    status: { observedGeneration: 2 },
  });
});

it('tells a pool that lost a replica, and the deployment with it', async () => {
  const cluster = new Cluster();
  await declare(cluster, 'v1.8.0');
  const { operator, ready } = operatorOf(cluster);
  await operator.turn();
  while (cluster.settle());
  await operator.turn();
  await cluster.patch(`${apps}/tts`, { status: { availableReplicas: 1 } });
  await operator.turn();
  expect(cluster.pool('tts').status).toMatchObject({ phase: 'Degraded', ready: 1, desired: 2 });
  const deployment = cluster.objects.get(
    `${custom}/wordcabdeployments/wordcab`,
  ) as unknown as WordcabDeployment;
  expect([deployment.status?.ready, deployment.status?.healthyPools, ready.at(-1)]).toEqual([
    false,
    2,
    false,
  ]);
});
