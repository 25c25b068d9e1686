import { describe, expect, test } from 'vitest';
import { type Asked, ask, podOf, snapshotOf, workloadOf } from '../../../checks/testing/cluster.ts';
import { templateHash } from '../../../release/fingerprint.ts';
import { answering, deploymentAnswer } from '../testing.ts';
import { configOnly } from './config-only.ts';
import { crdsRestored } from './crds-restored.ts';
import { deploymentReady } from './deployment-ready.ts';
import { onePoolAtATime } from './one-pool-at-a-time.ts';
import { pools } from './pools.ts';

type Row = [string, Asked, string, RegExp];
const release = { release: 'wordcab', tag: 'v1.9.0', namespace: 'wordcab' };

describe('wordcab.deployment-ready', () => {
  const metric = 'wordcab_deployment_ready';
  const pod = podOf('operator', null, 'wordcab', {
    metadata: { labels: { 'app.kubernetes.io/instance': 'wordcab' } },
    spec: { containers: [{ name: 'operator', ports: [{ name: 'metrics', containerPort: 8080 }] }] },
  });
  const at = (deployments: object, metrics: string | null): Asked => ({
    subject: release,
    objects: { pods: [pod] },
    ...answering({
      'GET /v1/deployments': deployments,
      ...(metrics !== null && { 'GET 10.0.0.1:8080/metrics': { body: metrics } }),
    }),
  });
  const well = deploymentAnswer();
  const gone = { status: 404 };
  test.each<Row>([
    ['passes', at(well, `# HELP x\n${metric}{deployment="wordcab"} 1\n`), 'pass', /healthy/],
    ['passes by health where no pod can be reached', at(well, null), 'pass', /healthy/],
    ['passes by the metric where the API has no deployments', at(gone, `${metric} 1`), 'pass', /is 1/],
    ['fails by the metric', at(well, `${metric}{deployment="wordcab"} 0`), 'fail', /not every pool/],
    ['fails by the health', at(deploymentAnswer({ health: 'degraded' }), `${metric} 1`), 'fail', /degraded/],
    [
      'takes its own of several deployments',
      at(well, `${metric}{deployment="wordcab"} 1\n${metric}{deployment="eu"} 0`),
      'pass',
      /healthy/,
    ],
    ['cannot tell by NaN', at(well, `${metric} NaN`), 'inconclusive', /is NaN/],
    [
      'cannot tell by two series that differ',
      at(well, `${metric}{pod="a"} 1\n${metric}{pod="b"} 0`),
      'inconclusive',
      /differ/,
    ],
    ['cannot tell without either', at(gone, null), 'inconclusive', /answered 404/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(deploymentReady, asked)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('finds deployments under the other prefix that the documentation names', async () => {
    const asked = {
      ...at(gone, null),
      ...answering({ 'GET /api/v1/deployments': deploymentAnswer({ health: 'down' }) }),
    };
    expect(await ask(deploymentReady, asked)).toMatchObject({ outcome: 'fail', reason: /down/ });
  });
});

const poolOf = (name: string, status: object = {}, spec: object = {}, generation = 2) => ({
  kind: 'WordcabPool',
  metadata: { name, generation },
  spec: { image: `registry/wordcab-${name}:v1.9.0`, replicas: { min: 1, max: 4 }, ...spec },
  status: {
    observedGeneration: 2,
    phase: 'Healthy',
    desired: 2,
    ready: 2,
    conditions: [{ type: 'Healthy', status: 'True' }],
    ...status,
  },
});
const ill = { phase: 'Degraded', ready: 1, conditions: [{ type: 'Healthy', status: 'False' }] };

describe('wordcab.pools', () => {
  const at = (...wordcabpools: object[]): Asked => ({ objects: { wordcabpools } });
  test.each<Row>([
    ['passes', at(poolOf('stt'), poolOf('tts')), 'pass', /2 of 2/],
    ['fails on one that lacks a replica', at(poolOf('stt'), poolOf('tts', ill)), 'fail', /1 of 2 .*tts/],
    ['fails on a deployment without pools', { objects: { wordcabdeployments: [{}] } }, 'fail', /no pool/],
    [
      'cannot tell of what the operator has not seen',
      at(poolOf('stt', {}, {}, 3)),
      'inconclusive',
      /rolled out: stt/,
    ],
    [
      'cannot tell while one rolls',
      at(poolOf('stt', { ...ill, phase: 'Rolling' })),
      'inconclusive',
      /rolled out/,
    ],
    [
      'cannot tell without a status',
      at({ ...poolOf('stt'), status: undefined }),
      'inconclusive',
      /says nothing/,
    ],
    [
      'proves nothing at zero replicas',
      at(poolOf('stt', { desired: 0, ready: 0 }, { replicas: { min: 0, max: 4 } })),
      'inconclusive',
      /zero replicas/,
    ],
    [
      'names what rests beside the others',
      at(poolOf('stt'), poolOf('big', { desired: 0, ready: 0 }, { replicas: { min: 0, max: 4 } })),
      'pass',
      /not proven: big/,
    ],
    ['skips where there is none', {}, 'skip', /wordcabpools.wordcab.com/],
    ['names the missing permission', { forbidden: ['wordcabpools'] }, 'inconclusive', /list wordcabpools/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(pools, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

const revision = 'deployment.kubernetes.io/revision';
const second = (at: number) => new Date(Date.parse('2026-06-10T02:00:00.000Z') + at * 1000).toISOString();

/** A pool's Deployment at a revision, rolled from one second to another, with its ReplicaSets and one pod. */
function rolled(name: string, from: number, to: number, over: { number?: string; reason?: string } = {}) {
  const { number = '2', reason = 'NewReplicaSetAvailable' } = over;
  const owner = (kind: string, uid: string) => ({ ownerReferences: [{ kind, uid, controller: true }] });
  const template = (tag: string) => ({
    metadata: { labels: { pool: name } },
    spec: { containers: [{ name: 'main', image: `wordcab-llm:${tag}`, env: [{ name: 'A', value: '1' }] }] },
  });
  const setOf = (uid: string, at: string, tag: string) => ({
    metadata: { name: uid, uid, annotations: { [revision]: at }, ...owner('Deployment', name) },
    spec: { template: template(tag) },
  });
  return {
    deployments: [
      {
        metadata: { name, uid: name, annotations: { [revision]: number }, ...owner('WordcabPool', 'p') },
        spec: { replicas: 1, template: template('v1.9.0') },
        status: { conditions: [{ type: 'Progressing', reason, lastUpdateTime: second(to) }] },
      },
    ],
    replicasets: [
      ...(number === '1' ? [] : [setOf(`${name}-1`, '1', 'v1.8.0')]),
      setOf(`${name}-2`, number, 'v1.9.0'),
    ],
    pods: [
      {
        metadata: {
          name: `${name}-pod`,
          uid: `${name}-pod`,
          creationTimestamp: second(from),
          ...owner('ReplicaSet', `${name}-2`),
        },
      },
    ],
  };
}
type Rolled = ReturnType<typeof rolled>;
const all = (...some: Rolled[]) => ({
  deployments: some.flatMap((one) => one.deployments),
  replicasets: some.flatMap((one) => one.replicasets),
  pods: some.flatMap((one) => one.pods),
});

describe('wordcab.one-pool-at-a-time', () => {
  const at = (...some: Rolled[]): Asked => ({ objects: all(...some) });
  test.each<Row>([
    ['passes', at(rolled('b', 30, 60), rolled('a', 0, 30)), 'pass', /2 pools .* one after the other/],
    ['fails on an overlap', at(rolled('a', 0, 30), rolled('b', 10, 40)), 'fail', /b began 20 s before a/],
    [
      'leaves out what was made with the release',
      at(rolled('a', 0, 30), rolled('b', 10, 40, { number: '1' })),
      'skip',
      /only 1 show/,
    ],
    [
      'leaves out what still moves',
      at(rolled('a', 0, 30), rolled('b', 10, 40, { reason: 'ReplicaSetUpdated' })),
      'skip',
      /only 1/,
    ],
    [
      'leaves out a pool whose pods were all replaced since',
      at(rolled('a', 0, 30), rolled('b', 500, 25)),
      'skip',
      /only 1/,
    ],
    [
      'skips workloads that are no pools',
      { objects: { deployments: [{ metadata: { name: 'api' } }] } },
      'skip',
      /0 workloads/,
    ],
    ['names the missing permission', { forbidden: ['replicasets'] }, 'inconclusive', /list replicasets/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(onePoolAtATime, asked)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('wordcab.config-only', () => {
  const pool = rolled('llm', 0, 30);
  const template = pool.deployments[0]!.spec.template;
  const main = template.spec.containers[0]!;
  const recordOf = (old: typeof template, uid = 'llm-pod') =>
    snapshotOf({
      tag: 'v1.9.0',
      workloads: [
        {
          ...workloadOf('llm', { replicas: 1, templateHash: templateHash(old as never) }),
          images: old.spec.containers.map(({ image }) => image),
        },
      ],
      pods: [{ name: uid, uid, workload: 'Deployment/llm' }],
    });
  const asked = (old: typeof template, uid?: string): Asked => {
    const kept = {
      metadata: { ...pool.replicasets[0]!.metadata },
      spec: {
        template: { ...old, metadata: { labels: { ...old.metadata.labels, 'pod-template-hash': 'x' } } },
      },
    };
    return {
      objects: { ...all(pool), replicasets: [kept, pool.replicasets[1]!] },
      before: recordOf(old, uid),
    };
  };
  const withContainer = (over: object) => ({ ...template, spec: { containers: [{ ...main, ...over }] } });
  test.each<Row>([
    ['passes where no template changed', asked(template), 'pass', /no pool was restarted/],
    [
      'fails on a restart for an environment',
      asked(withContainer({ env: [] })),
      'fail',
      /1 of 1 pools .*llm/,
    ],
    ['skips an upgrade', asked(withContainer({ image: 'wordcab-llm:v1.8.0' })), 'skip', /other images/],
    [
      'skips other resources',
      asked(withContainer({ resources: { limits: { memory: '1Gi' } } })),
      'skip',
      /serve otherwise/,
    ],
    [
      'accuses nobody of pods that somebody else replaced',
      asked(template, 'evicted'),
      'inconclusive',
      /something else/,
    ],
    [
      'skips where a rollout came and went since the record',
      {
        objects: {
          ...all(pool),
          replicasets: pool.replicasets.map((set) => ({
            ...set,
            metadata: { ...set.metadata, creationTimestamp: second(3000) },
          })),
        },
        before: recordOf(template, 'older'),
      },
      'skip',
      /rolled in between/,
    ],
    [
      'cannot tell where the old template is not kept',
      { objects: all(pool), before: recordOf(withContainer({ env: [] })) },
      'inconclusive',
      /not kept/,
    ],
    [
      'cannot tell by a record that was cut',
      { ...asked(template), before: { ...recordOf(template), missing: [{ part: 'pods', reason: 'cut' }] } },
      'inconclusive',
      /not hold all pods/,
    ],
    ['skips without a record', { objects: all(pool) }, 'skip', /seatrial record/],
  ])('%s', async (_, given, outcome, reason) => {
    expect(await ask(configOnly, given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('wordcab.crds-restored', () => {
  const at = (wordcabpools: object[], more: Asked = {}): Asked => ({
    subject: release,
    objects: { wordcabpools },
    ...more,
  });
  const old = poolOf('tts', {}, { image: 'registry/wordcab-tts:v1.8.0' });
  const had = snapshotOf({ tag: 'v1.9.0', objects: [{ kind: 'WordcabPool', name: 'llm', hash: 'x' }] });
  test.each<Row>([
    ['passes', at([poolOf('stt'), poolOf('tts')]), 'pass', /2 custom resources declare v1.9.0/],
    ['fails on a pool that stayed', at([poolOf('stt'), old]), 'fail', /1 of 2/],
    [
      'fails on a pool that is gone',
      at([poolOf('stt')], { before: had }),
      'fail',
      /pools of the release are gone: llm/,
    ],
    [
      'lets a pool go that was of another release',
      at([poolOf('stt')], { before: { ...had, tag: 'v1.8.0' } }),
      'pass',
      /declare/,
    ],
    ['cannot tell without a tag', at([old], { subject: { tag: null } }), 'inconclusive', /no image/],
    ['skips where there are no pools', at([]), 'skip', /wordcabpools/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(crdsRestored, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});
