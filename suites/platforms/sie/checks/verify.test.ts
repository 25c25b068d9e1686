import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ProbeError } from '../../../probes/probe-error.ts';
import type { Settings } from '../../../settings.ts';
import {
  type ContextParts,
  contextOf,
  healthOf,
  modelsReply,
  podOf,
  poolSet,
  type Reply,
  serviceOf,
  workerOf,
} from '../testing.ts';
import { configEpochs } from './config-epochs.ts';
import { configHealth } from './config-health.ts';
import { gatewayHealth } from './gateway-health.ts';
import { gatewayReady } from './gateway-ready.ts';
import { models, modelsKept } from './models.ts';
import { workerCapacity } from './worker-capacity.ts';

const paused = vi.hoisted(() => ({ seconds: 0 }));
vi.mock('../pause.ts', () => ({
  pause: async (milliseconds: number) => {
    paused.seconds += milliseconds / 1000;
  },
}));
beforeEach(() => {
  paused.seconds = 0;
});

const told = (reason: RegExp) => expect.stringMatching(reason);

describe('sie.gateway-ready decides by the status, in every dialect (trap 14)', () => {
  test.each([
    ['0.3.1', { body: { status: 'ready', healthy_workers: 0 } }, 'pass', /200/],
    ['later', { body: 'ok\n' }, 'pass', /200/],
    ['0.3.1 draining', { status: 503, body: { status: 'not_ready' } }, 'fail', /503: not_ready/],
    [
      'later, before its bootstrap',
      { status: 503, body: 'config bootstrap pending' },
      'fail',
      /config bootstrap pending/,
    ],
    ['an error', { status: 500, body: '' }, 'fail', /500/],
    ['something else that answers', { body: '<html>welcome</html>' }, 'inconclusive', /something else/],
    ['something before it that refuses', { status: 403, body: 'no' }, 'inconclusive', /403/],
  ] as const)('%s', async (_, reply, outcome, reason) => {
    expect(await gatewayReady.run(contextOf({ replies: { 'GET /readyz': reply } }))).toMatchObject({
      outcome,
      reason: told(reason),
    });
  });
});

describe('sie.gateway-health reads the body: 200 says nothing (trap 9)', () => {
  const run = (reply: Reply, replicas: number, settings: ContextParts['settings'] = {}) =>
    gatewayHealth.run(
      contextOf({
        replies: { 'GET /health': reply },
        objects: { statefulsets: [poolSet('l4', replicas)] },
        settings,
      }),
    );
  const two = [workerOf('w-0'), workerOf('w-1')];

  test.each([
    ['all workers', healthOf(two), 2, {}, 'pass', /healthy, 2 workers/],
    ['degraded, though there should be workers', healthOf([]), 2, {}, 'fail', /degraded: it sees 0 of 2/],
    ['degraded, as every pool rests at zero', healthOf([]), 0, {}, 'pass', /rests at zero/],
    ['one too few for the user', healthOf(two), 2, { workers: 3 }, 'fail', /2 of 3/],
    [
      'a GPU type that is not configured',
      healthOf(two),
      2,
      { gpuTypes: ['a100-80gb'] },
      'fail',
      /not configured: a100-80gb/,
    ],
    [
      'workers with another GPU than configured',
      healthOf(two, { live_gpu_types: ['t4'] }),
      2,
      {},
      'fail',
      /report GPU types.*t4/,
    ],
    [
      'a configured type that rests',
      healthOf(two, { configured_gpu_types: ['l4', 'h100'] }),
      2,
      { gpuTypes: ['h100'] },
      'pass',
      /healthy/,
    ],
    [
      'one that must not rest',
      healthOf(two, { configured_gpu_types: ['l4', 'h100'] }),
      2,
      { gpuTypes: ['h100'], scaleToZero: false },
      'fail',
      /no worker has/,
    ],
    ['no JSON', { body: 'ok' }, 2, {}, 'inconclusive', /did not answer what a gateway/],
    ['a refused key', { status: 401, body: 'no' }, 2, {}, 'inconclusive', /API key/],
  ] as const)('%s', async (_, reply, replicas, settings, outcome, reason) => {
    expect(await run(reply, replicas, settings as Partial<Settings>)).toMatchObject({
      outcome,
      reason: told(reason),
    });
  });

  test('authentication without a token makes it 500 (trap 17)', async () => {
    const broken = { status: 500, body: { message: 'auth enabled but no tokens configured' } };
    expect(await run(broken, 2)).toMatchObject({
      outcome: 'fail',
      reason: told(/authentication is on, but no token/),
    });
  });

  test('a worker that is being counted is waited for, and a moment without an answer is no matter', async () => {
    let round = 0;
    const later = () => {
      round++;
      if (round === 2) throw new ProbeError('timeout', 'late');
      return round < 4 ? healthOf([]) : healthOf(two);
    };
    const context = contextOf({
      replies: { 'GET /health': later },
      objects: { statefulsets: [poolSet('l4', 2)] },
    });
    expect(await gatewayHealth.run(context)).toMatchObject({ outcome: 'pass' });
    expect(paused.seconds).toBe(3);
  });

  test('the last true mismatch is told, not the trouble after it', async () => {
    let round = 0;
    const dying = () => {
      if (round++ > 0) throw new ProbeError('unreachable', 'gone');
      return healthOf([]);
    };
    const context = contextOf({
      replies: { 'GET /health': dying },
      objects: { statefulsets: [poolSet('l4', 2)] },
    });
    expect(await gatewayHealth.run(context)).toMatchObject({ outcome: 'fail', reason: told(/0 of 2/) });
  });
});

describe('sie.config-health asks the Service by its address, and never a shell (trap 1)', () => {
  const run = (replies: ContextParts['replies'] = {}, services = [serviceOf('any-name', '10.96.0.7')]) =>
    configHealth.run(contextOf({ replies, objects: { services } }));
  const ok = { 'GET 10.96.0.7:8080/healthz': { body: { status: 'ok' } } };

  test.each([
    ['healthy', { ...ok, 'GET 10.96.0.7:8080/readyz': { body: { status: 'ready' } } }, 'pass', /200/],
    [
      'down',
      { 'GET 10.96.0.7:8080/healthz': { status: 503, body: { detail: 'Service unavailable' } } },
      'fail',
      /503 at \/healthz: Service unavailable/,
    ],
    [
      'without its registry',
      { ...ok, 'GET 10.96.0.7:8080/readyz': { status: 503, body: { detail: 'Model registry not loaded' } } },
      'fail',
      /Model registry not loaded/,
    ],
  ] as const)('%s', async (_, replies, outcome, reason) => {
    expect(await run(replies)).toMatchObject({ outcome, reason: told(reason) });
  });

  test('is not to be found', async () => {
    expect(await run({}, [])).toMatchObject({ outcome: 'inconclusive' });
  });
});

describe('sie.config-epochs', () => {
  const status = (pending: readonly string[], epoch = 7) => ({
    body: {
      config_epoch: epoch,
      bundles: [{ bundle_id: 'default', pending_workers: pending, acked: pending.length === 0 }],
    },
  });
  const replies = (over: ContextParts['replies'] = {}) => ({
    'GET 10.96.0.7:8080/v1/configs/epoch': { body: { epoch: 7, bundles_hash: 'x' } },
    'GET 10.0.0.1:8080/metrics': { body: 'sie_gateway_config_epoch 7\n' },
    'GET 10.0.0.2:8080/metrics': { body: 'sie_gateway_config_epoch 7\n' },
    'GET /v1/models': modelsReply('BAAI/bge-m3', 'other/model'),
    'GET /v1/configs/models/other/model/status': status([]),
    ...over,
  });
  const objects = {
    services: [serviceOf('config', '10.96.0.7')],
    pods: [podOf('gateway-0', '10.0.0.1'), podOf('gateway-1', '10.0.0.2')],
  };
  const collector = {
    'GET 10.0.0.1:8080/metrics': { status: 404 },
    'GET 10.0.0.2:8080/metrics': { status: 404 },
    'GET 10.0.0.1:8080/v1/configs/models/other/model/status': status([]),
    'GET 10.0.0.2:8080/v1/configs/models/other/model/status': status([]),
  };
  const run = (over?: ContextParts['replies']) =>
    configEpochs.run(contextOf({ replies: replies(over), objects }));

  test.each([
    ['all at one epoch', {}, 'pass', /epoch 7 everywhere, 1 bundles/],
    [
      'one gateway behind, that a Service would hide',
      { 'GET 10.0.0.2:8080/metrics': { body: 'sie_gateway_config_epoch 6\n' } },
      'fail',
      /1 of 2 gateways are not at epoch 7/,
    ],
    [
      'a worker without the configuration',
      { 'GET /v1/configs/models/other/model/status': status(['w-0']) },
      'fail',
      /1 workers have not acknowledged/,
    ],
    [
      'the epoch from the metrics',
      {
        'GET 10.96.0.7:8080/v1/configs/epoch': { status: 404 },
        'GET 10.96.0.7:8080/metrics': { body: 'sie_config_epoch 7\n' },
      },
      'pass',
      /epoch 7/,
    ],
    [
      'no epoch at all',
      { 'GET 10.96.0.7:8080/v1/configs/epoch': { status: 404 } },
      'inconclusive',
      /does not say/,
    ],
    [
      'NaN for an epoch',
      { 'GET 10.0.0.2:8080/metrics': { body: 'sie_gateway_config_epoch NaN\n' } },
      'inconclusive',
      /1 of 2 gateways do not say/,
    ],
    [
      'several series where one is meant',
      {
        'GET 10.96.0.7:8080/v1/configs/epoch': { status: 404 },
        'GET 10.96.0.7:8080/metrics': { body: 'sie_config_epoch{a="1"} 7\nsie_config_epoch{a="2"} 8\n' },
      },
      'inconclusive',
      /does not say/,
    ],
    ['metrics gone to a collector', collector, 'pass', /epoch 7/],
    [
      'the same, and the gateway behind',
      { ...collector, 'GET 10.0.0.2:8080/v1/configs/models/other/model/status': status([], 6) },
      'fail',
      /1 of 2 gateways are not at epoch 7/,
    ],
  ] as const)('%s', async (_, over, outcome, reason) => {
    expect(await run(over)).toMatchObject({ outcome, reason: told(reason) });
  });

  test('without a status route, workers of a bundle must agree', async () => {
    const differ = healthOf([
      workerOf('w-0'),
      workerOf('w-1'),
      workerOf('w-2', { bundle_config_hash: 'old' }),
    ]);
    const gone = {
      ...collector,
      'GET 10.0.0.1:8080/metrics': { body: 'sie_gateway_config_epoch 7\n' },
      'GET 10.0.0.2:8080/metrics': { body: 'sie_gateway_config_epoch 7\n' },
      'GET /v1/configs/models/other/model/status': { status: 404 },
      'GET /health': differ,
    };
    expect(await run(gone)).toMatchObject({ outcome: 'fail', evidence: { objects: ['Pod/w-2'] } });
  });
});

describe('sie.models and sie.models-kept', () => {
  const recorded = (names: readonly string[], tag = 'v0.3.0') => ({
    takenAt: 'then',
    tag,
    inventory: { models: names },
  });
  const run = (reply: Reply, parts: ContextParts = {}) =>
    models.run(contextOf({ ...parts, replies: { 'GET /v1/models': reply } }));
  const kept = (reply: Reply, before: object | null, tag?: string) =>
    modelsKept.run(contextOf({ before, replies: { 'GET /v1/models': reply }, ...(tag && { tag }) }));

  test.each([
    ['some', modelsReply('BAAI/bge-m3'), {}, 'pass'],
    ['none, as before its bootstrap', modelsReply(), {}, 'fail'],
    ['the wanted one in another case', modelsReply('BAAI/bge-m3'), { models: ['baai/BGE-m3'] }, 'pass'],
    ['not the wanted one', modelsReply('BAAI/bge-m3'), { models: ['other'] }, 'fail'],
    ['an error', { status: 500, body: 'boom' }, {}, 'fail'],
    ['no list', { body: '[]' }, {}, 'inconclusive'],
  ] as const)('the gateway lists %s', async (_, reply, settings, outcome) => {
    expect(await run(reply, { settings: settings as Partial<Settings> })).toMatchObject({ outcome });
  });

  test('a lost model is named', async () => {
    const found = await kept(modelsReply('BAAI/bge-m3'), recorded(['BAAI/bge-m3', 'a/b']));
    expect(found).toMatchObject({ outcome: 'fail', evidence: { seen: 'missing: a/b' } });
  });

  test('a new major may drop models, and without a record nothing is known', async () => {
    const all = modelsReply('BAAI/bge-m3');
    expect(await kept(all, recorded(['a/b']), 'v1.0.0')).toMatchObject({
      outcome: 'skip',
      reason: told(/major/),
    });
    expect(await kept(all, null)).toMatchObject({ outcome: 'skip', reason: told(/record/) });
    expect(await kept(all, recorded(['BAAI/bge-m3']))).toMatchObject({ outcome: 'pass' });
  });
});

describe('sie.worker-capacity', () => {
  const labels = { 'sie.superlinked.com/pool': 'l4' };
  const pods = [podOf('w-0', '10.0.0.9', labels), podOf('w-1', '10.0.0.10', labels)];
  const run = (workers: readonly object[], statefulsets: readonly object[]) =>
    workerCapacity.run(
      contextOf({ replies: { 'GET /health': healthOf(workers) }, objects: { statefulsets, pods } }),
    );
  const second = workerOf('named otherwise', { url: 'http://10.0.0.10:8080' });

  test.each([
    [
      'both are counted, by name or by address',
      [workerOf('w-0'), second],
      [poolSet('l4', 2)],
      'pass',
      /2 workers of 1 pools/,
    ],
    ['one is not', [workerOf('w-0')], [poolSet('l4', 2)], 'fail', /workers of l4 get no work/],
    ['one is unhealthy', [workerOf('w-0'), { ...second, healthy: false }], [poolSet('l4', 2)], 'fail', /l4/],
    [
      'a whole pool is not',
      [workerOf('w-0'), second],
      [poolSet('l4', 2), poolSet('h100', 1)],
      'fail',
      /no worker of h100/,
    ],
    ['pools rest at zero', [], [poolSet('l4', 0)], 'pass', /rest at zero/],
    ['there is no pool', [], [], 'inconclusive', /no StatefulSet/],
  ] as const)('%s', async (_, workers, sets, outcome, reason) => {
    expect(await run(workers, sets)).toMatchObject({ outcome, reason: told(reason) });
  });
});
