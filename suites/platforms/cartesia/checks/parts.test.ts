import { describe, expect, test } from 'vitest';
import { partOf } from '../parts.ts';
import { contextOf, podOf } from '../testing.ts';
import { licenseProxy, nats } from './probeless.ts';
import { workerCapacity } from './worker-capacity.ts';

const registry = 'us-docker.pkg.dev/cartesia-external/self-serve';
const worker = (name: string, ip: string, over = {}) =>
  podOf(name, `${registry}/cartesia-sonic-rosy-dragon:sonic-20260610`, ip, over);

describe('parts are told by their images (trap 16)', () => {
  const gpu = { limits: { 'nvidia.com/gpu': '1' } };
  test.each([
    ['registry:5000/x/cartesia-api:sonic-20260610', {}, 'api'],
    [`${registry}/cartesia-license-proxy@sha256:aa`, {}, 'license-proxy'],
    [`${registry}/cartesia-sonic-azure-disco:sonic-20260610`, {}, 'worker'],
    [`${registry}/cartesia-voice-clone:sonic-20260610`, gpu, 'worker'],
    ['nats:2.10-alpine', {}, 'nats'],
    ['localhost/seatrial/nats-server:v2.12.0', {}, 'nats'],
    ['natsio/nats-box:0.14', {}, null],
    [`${registry}/cartesia-migrations:sonic-20260610`, {}, null],
  ] as const)('%s', (image, resources, part) => {
    expect(partOf({ name: 'x', image, resources })).toBe(part);
  });
});

describe('cartesia.worker-capacity', () => {
  const two = [worker('w-0', '10.0.0.1'), worker('w-1', '10.0.0.2'), podOf('nats', 'nats:2', '10.0.0.3')];
  const saying = (texts: Record<string, string>, pods: readonly object[] = two) =>
    workerCapacity.run(
      contextOf({
        pods,
        reply: (route) => ({ body: texts[/10\.0\.0\.\d/.exec(route)![0]] ?? '' }),
      }),
    );
  const line = (value: string) => `# TYPE x gauge\ninferno_worker_capacity{worker="a"} ${value}\n`;

  test.each([
    ['both have room', ['16', '4'], 'pass', /2 workers, capacity 20/],
    ['one has none', ['16', '0'], 'fail', /1 of 2 workers have no capacity/],
    ['one says NaN', ['16', 'NaN'], 'inconclusive', /do not say/],
    ['one has none and one is silent', ['0', 'NaN'], 'fail', /1 of 2/],
  ] as const)('%s', async (_, [first, second], outcome, reason) => {
    expect(await saying({ '10.0.0.1': line(first), '10.0.0.2': line(second) })).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('a metric that is not there is no zero', async () => {
    expect(await saying({ '10.0.0.1': line('16'), '10.0.0.2': 'other 1' })).toMatchObject({
      outcome: 'inconclusive',
    });
  });

  test('leaves out pods that end, and finished ones', async () => {
    const ending = worker('w-2', '10.0.0.4', { deletionTimestamp: '2026-06-10T00:00:00Z' });
    const pods = [worker('w-0', '10.0.0.1'), ending];
    expect(await saying({ '10.0.0.1': line('16'), '10.0.0.4': line('0') }, pods)).toMatchObject({
      outcome: 'pass',
    });
  });

  test('without any worker cannot tell', async () => {
    expect(await saying({}, [])).toMatchObject({ outcome: 'inconclusive' });
  });
});

describe.each([
  [nats.id, nats, podOf('part-0', 'nats:2', '10.0.0.3'), 4222],
  [
    licenseProxy.id,
    licenseProxy,
    podOf('part-0', `${registry}/cartesia-license-proxy:sonic-20260610`, '10.0.0.3'),
    8080,
  ],
] as const)('%s has no probes', (_, check, pod, port) => {
  const api = podOf('api-0', `${registry}/cartesia-api:sonic-20260610`, '10.0.0.9');
  const run = (over: Parameters<typeof contextOf>[0]) =>
    check.run(contextOf({ pods: [api, pod], reply: () => ({ body: 'ok' }), ...over }));

  test('and answers', async () => {
    expect(await run({})).toMatchObject({ outcome: 'pass' });
  });

  test('is Running, but refuses, while the API takes a connection', async () => {
    const connect = (host: string) => (host === '10.0.0.9' ? { open: true } : { open: false, refused: true });
    expect(await run({ connect })).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining(`port ${port}`),
      evidence: { objects: ['Pod/part-0'] },
    });
  });

  test('is not blamed where no pod can be reached from here, or where it is only silent', async () => {
    expect(await run({ connect: () => ({ open: false, refused: true }) })).toMatchObject({
      outcome: 'inconclusive',
    });
    const silent = (host: string) => ({ open: host === '10.0.0.9' });
    expect(await run({ connect: silent })).toMatchObject({ outcome: 'inconclusive' });
  });

  test('answers that it is not well', async () => {
    expect(await run({ reply: () => ({ status: 503, body: 'no' }) })).toMatchObject({ outcome: 'fail' });
  });

  test('is not there', async () => {
    expect(await check.run(contextOf({ pods: [api] }))).toMatchObject({ outcome: 'inconclusive' });
  });
});

test('an air-gapped license proxy must hand out its audit', async () => {
  const pods = [podOf('proxy', `${registry}/cartesia-license-proxy:sonic-20260610`, '10.0.0.3')];
  const run = (status: number) =>
    licenseProxy.run(
      contextOf({
        pods,
        settings: { posture: 'air-gapped' },
        reply: (route) => ({ status: route.endsWith('/audit') ? status : 200, body: 'x' }),
      }),
    );
  expect(await run(200)).toMatchObject({ outcome: 'pass', reason: expect.stringMatching(/audit/) });
  expect(await run(404)).toMatchObject({ outcome: 'inconclusive' });
});
