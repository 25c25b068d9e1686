import { beforeEach, describe, expect, it } from 'vitest';
import type { LoadProgress } from '../driver.ts';
import { FakeClock, FakeFleet } from '../testing/fake-fleet.ts';
import { samplePlan, sampleRun } from '../testing/records.ts';
import { JobDriver } from './job.ts';
import { jobName } from './job-name.ts';

let fleet: FakeFleet;
let clock: FakeClock;
let driver: JobDriver;
beforeEach(() => {
  fleet = new FakeFleet();
  fleet.records = sampleRun('r');
  clock = new FakeClock();
  driver = new JobDriver({ fleet, clock, image: 'k6:1', labels: { trial: 't' } });
});
const run = (signal?: AbortSignal) => driver.run(samplePlan, { id: 'r', ...(signal ? { signal } : {}) });

describe('JobDriver', () => {
  it('reads everything, says thank you, and cleans up', async () => {
    const seen: LoadProgress[] = [];
    const result = await driver.run(samplePlan, { id: 'r', onProgress: (progress) => seen.push(progress) });
    expect(result).toMatchObject({ status: 'complete', levels: [{ streams: 1 }, { streams: 4 }] });
    expect(seen.map(({ level, complete }) => [level, complete])).toEqual([
      [0, 2],
      [0, 5],
      [1, 20],
    ]);
    expect(fleet.calls.slice(-2)).toEqual(['POST /ack', 'delete']);
    // The API is left alone while the pod answers.
    expect(fleet.calls.filter((call) => call === 'state').length).toBe(1);
  });

  it('asks for a Job that ends by itself', async () => {
    await run();
    expect(fleet.specs[0]).toMatchObject({
      name: jobName('r'),
      image: 'k6:1',
      args: expect.arrayContaining(['run', '--no-usage-report', '--out=seatrial', '/etc/seatrial/stream.js']),
      env: expect.arrayContaining([{ name: 'SEATRIAL_LISTEN', value: ':6565' }]),
      labels: { trial: 't' },
      deadlineSeconds: expect.any(Number),
    });
    expect(JSON.parse(fleet.specs[0]!.files['input.json']!)).toMatchObject({
      id: 'r',
      plan: { levels: [{ streams: 1 }, { streams: 4 }] },
      protocol: { path: '/tts/bytes' },
    });
  });

  it('finds a run again whose reader was killed', async () => {
    fleet.exists = true;
    fleet.told = 5;
    expect(await run()).toMatchObject({ status: 'complete', levels: [{ counts: { complete: 5 } }, {}] });
  });

  it('does not take over another run', async () => {
    fleet.records = sampleRun('another');
    expect(await run()).toMatchObject({ status: 'partial', reason: expect.stringContaining('another') });
  });

  it('stops the load and keeps what was measured', async () => {
    const stop = new AbortController();
    const running = driver.run(samplePlan, {
      id: 'r',
      signal: stop.signal,
      onProgress: ({ level }) => level === 1 && stop.abort(),
    });
    expect(await running).toMatchObject({ status: 'complete', levels: [{}, {}] });
    expect(fleet.calls.slice(-4)).toEqual(['POST /stop', 'GET /records', 'POST /ack', 'delete']);
    fleet.records = sampleRun('r').slice(0, 5);
    const silent = new AbortController();
    const cut = driver.run(samplePlan, { id: 'r', signal: silent.signal, onProgress: () => silent.abort() });
    expect(await cut).toMatchObject({ status: 'aborted', reason: 'the load was stopped' });
    expect(clock.now()).toBeLessThan(20_000);
  });

  it('lives through an API and a pod that are out of reach for a while', async () => {
    fleet.broken.add('state').add('GET /records');
    const heal = clock.sleep;
    let slept = 0;
    clock.sleep = async (ms) => {
      slept += ms;
      if (slept > 20_000) fleet.broken.clear();
      await heal(ms);
    };
    expect(await run()).toMatchObject({ status: 'complete' });
  });
});

describe('JobDriver gives up in words', () => {
  it.each([
    ['that was evicted', { pod: { phase: 'Failed', reason: 'Evicted' } }, 'the load pod failed (Evicted)'],
    [
      'without an image',
      { pod: { phase: 'Pending', reason: 'ImagePullBackOff', hopeless: true } },
      'the load pod cannot start (ImagePullBackOff)',
    ],
    [
      'without room',
      { pod: { phase: 'Pending', reason: 'Unschedulable' } },
      'the load pod did not start within 120 s (Unschedulable)',
    ],
    ['that is gone', { job: { pods: [] } }, 'the load pod did not start within 120 s'],
    [
      'with a deadline',
      { job: { status: 'failed', reason: 'DeadlineExceeded' } },
      'the load Job failed: DeadlineExceeded',
    ],
    [
      'read too late',
      { pod: { phase: 'Succeeded' } },
      'the load was over before all of its records could be read',
    ],
  ] as const)('on a Job %s', async (_, state, reason) => {
    Object.assign(fleet, state);
    expect(await run()).toMatchObject({ status: 'partial', reason, levels: [] });
    expect(fleet.calls.at(-1)).toBe('delete');
  });

  it.each([
    ['pod is gone', () => ({ job: { pods: [] } }), 'the load pod p is gone'],
    ['pod is another', () => ({ pod: { uid: 'new' } }), 'the load pod p is gone'],
    [
      'pod was killed',
      () => ({ pod: { phase: 'Failed', reason: 'OOMKilled' } }),
      'the load pod failed (OOMKilled)',
    ],
    ['Job is deleted', () => ({ exists: false }), 'the load Job was deleted by somebody else'],
  ] as const)('when in the middle the %s, and keeps what was read', async (_, change, reason) => {
    const middle = () => {
      Object.assign(fleet, change());
      fleet.broken.add('GET /records');
    };
    const running = driver.run(samplePlan, { id: 'r', onProgress: ({ level }) => level === 1 && middle() });
    expect(await running).toMatchObject({
      status: 'partial',
      reason,
      levels: [{ status: 'complete' }, { status: 'partial', counts: { complete: 20 } }],
    });
  });

  it.each([
    ['state', 'the cluster could not be reached: state timed out'],
    ['create', 'the cluster could not be reached: create timed out'],
    ['GET /records', 'the load pod did not start within 120 s'],
  ])('when %s never answers', async (call, reason) => {
    fleet.broken.add(call);
    expect(await run()).toMatchObject({ status: 'partial', reason });
  });

  it('on a protocol that it does not know', async () => {
    const unknown = { ...samplePlan, target: { ...samplePlan.target, protocol: 'morse' } };
    const result = await driver.run(unknown, { id: 'r' });
    expect(result.reason).toMatch(/^there is no protocol morse; known are cartesia-bytes, /);
    expect(fleet.calls).toEqual([]);
  });
});

it('names Jobs by the id, with room for an index within 63 characters', () => {
  expect(jobName('trial/7')).toMatch(/^load-trial-7-[0-9a-f]{10}$/);
  expect(jobName('trial/7')).not.toBe(jobName('trial-7'));
  expect(jobName(`${'Ä'.repeat(80)}`)).toMatch(/^load-[0-9a-f]{10}$/);
  expect(jobName('x'.repeat(200))).toHaveLength(58);
});
