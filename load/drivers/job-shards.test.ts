import { beforeEach, describe, expect, it } from 'vitest';
import type { LoadProgress } from '../driver.ts';
import { loadResultSchema } from '../result.ts';
import { FakeClock } from '../testing/fake-fleet.ts';
import { FakePod, FakeShards } from '../testing/fake-shards.ts';
import { samplePlan, sampleRun } from '../testing/records.ts';
import { JobDriver } from './job.ts';

let clock: FakeClock;
let fleet: FakeShards;
let pods: readonly FakePod[];
beforeEach(() => {
  clock = new FakeClock();
  pods = [0, 1, 2].map((index) => new FakePod(index, sampleRun('r')));
  fleet = new FakeShards(clock, pods);
});
type Seen = (progress: LoadProgress) => void;
const run = (onProgress: Seen = () => {}, signal?: AbortSignal) =>
  new JobDriver({ fleet, clock, image: 'k6:1', shards: 3 }).run(samplePlan, {
    id: 'r',
    onProgress,
    ...(signal ? { signal } : {}),
  });
/** Once, when the second level is under way. */
const inTheMiddle = (happens: () => void): Seen => {
  let over = false;
  return ({ level }) => {
    if (level === 1 && !over) happens();
    over ||= level === 1;
  };
};
const sumOfOne = 5;

it('gives the result that one process would, with the sums of all', async () => {
  const seen: LoadProgress[] = [];
  const result = loadResultSchema.parse(await run((progress) => seen.push(progress)));
  expect(result).toMatchObject({
    status: 'complete',
    shards: 3,
    startSkewMs: 0,
    requests: 90,
    levels: [{ streams: 3 }, { streams: 12, counts: { complete: 60 }, windowSkewMs: 0 }],
  });
  expect(result.levels[0]!.counts.complete).toBe(3 * sumOfOne);
  expect(result.levels[0]!.shards!.map(({ index, complete }) => [index, complete])).toEqual([
    [0, 5],
    [1, 5],
    [2, 5],
  ]);
  expect(seen.at(-1)).toMatchObject({ level: 1, streams: 12, complete: 60 });
  expect(pods.map(({ acked }) => acked)).toEqual([true, true, true]);
  expect(fleet.deleted).toBe(1);
});

it('asks for one pod per segment, each behind a gate', async () => {
  await run();
  expect(fleet.specs[0]).toMatchObject({
    pods: 3,
    env: expect.arrayContaining([
      { name: 'SEATRIAL_SEGMENT', value: '$(JOB_COMPLETION_INDEX)/3' },
      { name: 'SEATRIAL_GATE', value: '150s' },
    ]),
  });
});

it('lets nobody begin before all are there, and then all at one moment of their own clocks', async () => {
  pods[1]!.clockAheadMs = 40_000;
  pods[2]!.state = { phase: 'Pending' };
  const sleep = clock.sleep;
  clock.sleep = async (ms) => {
    if (clock.now() < 10_000) expect(pods.map(({ went }) => went.size)).toEqual([0, 0, 0]);
    else pods[2]!.state = {};
    await sleep(ms);
  };
  await run();
  const [first, ahead, late] = pods.map(({ went }) => went.get(0)!);
  expect(first).toBeGreaterThan(10_000);
  expect([ahead! - first!, late! - first!]).toEqual([40_000, 0]);
  expect([...pods[0]!.went.keys()]).toEqual([0, 1, 2]);
  expect(new Set(pods.map(({ went, clockAheadMs }) => went.get(1)! - clockAheadMs)).size).toBe(1);
});

it('is found again by a driver that comes later, also between two goes', async () => {
  await fleet.createJobIfAbsent({} as never);
  pods[0]!.went.set(0, 0);
  pods[0]!.told = 2;
  pods[1]!.went.set(0, 0);
  expect(await run()).toMatchObject({ status: 'complete', requests: 90 });
});

it('does not read a Job of another number of pods', async () => {
  fleet.job = { completions: 4 };
  expect(await run()).toMatchObject({ status: 'partial', reason: 'the load Job is of 4 pods, not of 3' });
});

describe('a pod that is lost stops the others, is named, and the Job is deleted', () => {
  const lost = () => pods[1]!;
  const wall = () => clock.date().toISOString();
  it.each<[string, () => void, string]>([
    [
      'killed for memory',
      () => Object.assign(lost(), { state: { phase: 'Failed', reason: 'OOMKilled' }, unreachable: true }),
      'the load pod load-1 (2 of 3) failed (OOMKilled)',
    ],
    [
      'killed, and the Job takes the others away',
      () => {
        Object.assign(lost(), { state: { phase: 'Failed', reason: 'exit code 137' }, unreachable: true });
        pods[0]!.state = { leaving: true };
        pods[2]!.state = { leaving: true };
        pods[2]!.end('the load was stopped', wall());
      },
      'the load pod load-1 (2 of 3) failed (exit code 137)',
    ],
    ['gone at once', () => Object.assign(lost(), { state: 'gone' }), 'the load pod load-1 (2 of 3) is gone'],
    [
      'deleted, and the Job takes the others away',
      () => {
        lost().end('the load was stopped', wall());
        for (const pod of pods) pod.state = { leaving: true };
        const later = new Date(clock.date().getTime() + 20).toISOString();
        for (const other of [pods[0]!, pods[2]!]) other.end('the load was stopped', later);
      },
      'the load pod load-1 (2 of 3) was deleted, or stopped by somebody else',
    ],
    [
      'silent while the others answer',
      () => Object.assign(lost(), { unreachable: true }),
      'the load pod load-1 (2 of 3) no longer answers: connect timed out',
    ],
  ])('%s', async (_, happens, reason) => {
    let began = 0;
    const result = await run(
      inTheMiddle(() => {
        began = clock.now();
        happens();
      }),
    );
    expect(result).toMatchObject({
      status: 'partial',
      reason,
      levels: [{ status: 'complete' }, { status: 'partial' }],
    });
    expect(result.levels[0]!.counts.complete).toBe(3 * sumOfOne);
    expect(pods.filter((pod) => pod !== lost()).map(({ stopped }) => stopped)).toEqual([true, true]);
    expect(fleet.deleted).toBe(1);
    // Silence is waited out for a while; all the rest is seen at once.
    expect(clock.now() - began).toBeLessThan(reason.includes('no longer') ? 25_000 : 8000);
  });

  it('before it came up', async () => {
    pods[2]!.state = { phase: 'Pending', reason: 'Unschedulable' };
    expect(await run()).toMatchObject({
      status: 'partial',
      reason: 'the load pod load-2 (3 of 3) did not start within 120 s (Unschedulable)',
      levels: [],
    });
    expect(pods.map(({ went, stopped }) => [went.size, stopped])).toEqual([
      [0, true],
      [0, true],
      [0, true],
    ]);
  });
});

it('stops all of them when it is stopped', async () => {
  const stop = new AbortController();
  const result = await run(
    inTheMiddle(() => stop.abort()),
    stop.signal,
  );
  expect(result).toMatchObject({ status: 'aborted', reason: 'the load was stopped' });
  expect(pods.map(({ stopped, acked }) => [stopped, acked])).toEqual([
    [true, true],
    [true, true],
    [true, true],
  ]);
});
