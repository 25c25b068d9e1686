import { describe, expect, test } from 'vitest';
import { contextOf, poolSet } from '../testing.ts';
import { drain } from './drain.ts';
import { gatewayReplicas } from './gateway-replicas.ts';
import { poolsKept } from './pools-kept.ts';
import { scaledObjectsMatch } from './scaled-objects-match.ts';

const told = (reason: RegExp) => expect.stringMatching(reason);

describe('sie.drain', () => {
  const sleep = (...command: readonly string[]) => ({ preStop: { exec: { command } } });
  test.each([
    ['as the vendor has it', sleep('sleep', '10'), 65, 'pass', /65 s to end$/],
    ['by a shell', sleep('/bin/sh', '-c', 'sleep 10'), 65, 'pass', /1 pools/],
    ["by the kubelet's own sleep", { preStop: { sleep: { seconds: 10 } } }, 65, 'pass', /1 pools/],
    ['a shorter sleep', sleep('sleep', '2'), 65, 'pass', /10 s of preStop are not kept/],
    ['no hook', undefined, 65, 'fail', /too soon/],
    ['a grace that ends in the drain', sleep('sleep', '10'), 30, 'fail', /too soon/],
    ['no grace said, so 30 s', sleep('sleep', '10'), undefined, 'fail', /grace 30|too soon/],
    ['a hook of another kind', sleep('/drain.sh'), 65, 'inconclusive', /not to be told/],
  ] as const)('%s', async (_, lifecycle, grace, outcome, reason) => {
    const template = {
      containers: [{ name: 'worker', ...(lifecycle && { lifecycle }) }, { name: 'log-shipper' }],
      ...(grace !== undefined && { terminationGracePeriodSeconds: grace }),
    };
    const context = contextOf({ objects: { statefulsets: [poolSet('l4', 1, template)] } });
    expect(await drain.run(context)).toMatchObject({ outcome, reason: told(reason) });
  });

  test('no pool', async () => {
    expect(await drain.run(contextOf({}))).toMatchObject({ outcome: 'inconclusive' });
  });
});

describe('sie.gateway-replicas advises', () => {
  test.each([
    [2, 'pass'],
    [1, 'fail'],
  ] as const)('%i', async (replicas, outcome) => {
    const deployments = [{ metadata: { name: 'g' }, spec: { replicas } }];
    expect(await gatewayReplicas.run(contextOf({ objects: { deployments } }))).toMatchObject({ outcome });
  });
});

describe('sie.scaled-objects-match: a rollback does not apply them again (trap 10)', () => {
  const labels = (version: string, more = {}) => ({
    'app.kubernetes.io/instance': 'sie',
    'app.kubernetes.io/version': version,
    'helm.sh/chart': `sie-cluster-${version.slice(1)}`,
    ...more,
  });
  const set = { metadata: { name: 'worker-l4', labels: labels('v0.3.1') } };
  const scaler = (own: object, target = 'worker-l4') => ({
    metadata: { name: 'worker-l4-scaler', labels: own },
    spec: { scaleTargetRef: { kind: 'StatefulSet', name: target } },
  });
  test.each([
    ['of this release', scaler(labels('v0.3.1')), 'pass', /1 ScaledObjects/],
    ['of the release that was rolled back', scaler(labels('v0.3.2')), 'fail', /not of this release/],
    ['of a pool that is gone', scaler(labels('v0.3.1'), 'worker-l4-default'), 'fail', /not of this release/],
    ['without labels of a version', scaler({}), 'inconclusive', /do not say/],
    [
      "another release's",
      scaler({ 'app.kubernetes.io/instance': 'other' }, 'elsewhere'),
      'skip',
      /no ScaledObject/,
    ],
  ] as const)('%s', async (_, scaledobject, outcome, reason) => {
    const objects = { scaledobjects: [scaledobject], statefulsets: [set] };
    expect(await scaledObjectsMatch.run(contextOf({ objects }))).toMatchObject({
      outcome,
      reason: told(reason),
    });
  });
});

describe('sie.pools-kept', () => {
  const map = (name: string, json = JSON.stringify({ spec: { name }, status: { state: 'active' } })) => ({
    metadata: {
      name: `sie-pool-${name}`,
      labels: { 'app.kubernetes.io/managed-by': 'sie-gateway', 'sie-gateway/pool': name },
    },
    data: { 'pool.json': json },
  });
  const lease = (name: string) => ({ metadata: { name: `sie-pool-lease-${name}` } });
  const recordedAgo = (minutes: number, ...names: readonly string[]) => ({
    takenAt: new Date(Date.parse('2026-06-10T03:00:00Z') - minutes * 60_000).toISOString(),
    objects: names.flatMap((name) => [
      { kind: 'ConfigMap', name: `sie-pool-${name}` },
      { kind: 'Lease', name: `sie-pool-lease-${name}` },
    ]),
    inventory: {},
  });
  const run = (configmaps: readonly object[], leases: readonly object[], recorded: object | null = null) =>
    poolsKept.run(contextOf({ objects: { configmaps, leases }, before: recorded }));

  test.each([
    [
      'all there',
      [map('a'), map('default')],
      [lease('a')],
      recordedAgo(5, 'a', 'default'),
      'pass',
      /2 pools/,
    ],
    ['a lease is gone', [map('a')], [], recordedAgo(5, 'a'), 'fail', /lost or broken/],
    ['a pool is gone, its lease is not', [], [lease('a')], recordedAgo(5, 'a'), 'fail', /lost or broken/],
    [
      'the record is older than a pool lives',
      [],
      [],
      recordedAgo(60, 'a'),
      'inconclusive',
      /may have expired/,
    ],
    ['the default pool never expires', [], [], recordedAgo(60, 'default'), 'fail', /lost or broken/],
    [
      'an expired pool needs no lease',
      [map('a', '{"spec":{"name":"a"},"status":{"state":"expired"}}')],
      [],
      null,
      'pass',
      /1 pools/,
    ],
    ['a pool that cannot be read', [map('a', '{"spec":')], [lease('a')], null, 'fail', /lost or broken/],
    ['no pools, none recorded', [{ metadata: { name: 'sie-gpu-config' } }], [], null, 'skip', /no pools/],
  ] as const)('%s', async (_, maps, leases, recorded, outcome, reason) => {
    expect(await run(maps, leases, recorded)).toMatchObject({ outcome, reason: told(reason) });
  });
});
