import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { LoadProgress } from '../driver.ts';
import { type LoadPlan, loadPlanSchema } from '../plan.ts';
import type { PodFleet } from '../pod-fleet.ts';
import { LocalFleet } from '../testing/local-fleet.ts';
import { answer, TruthServer } from '../testing/truth-server.ts';
import { JobDriver } from './job.ts';

let k6: string;
let truth: TruthServer;
let fleet: LocalFleet;
beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
  truth = await TruthServer.start();
});
afterAll(() => truth[Symbol.asyncDispose]());
beforeEach(() => {
  truth.served.length = 0;
  fleet = new LocalFleet(k6);
});
afterEach(() => fleet[Symbol.asyncDispose]());

const plan = (measureSeconds: number): LoadPlan =>
  loadPlanSchema.parse({
    target: { url: truth.url, protocol: 'cartesia-ws' },
    workload: { name: 'test', texts: ['All hands on deck.'] },
    levels: [{ streams: 2 }, { streams: 3 }],
    warmupSeconds: 0.2,
    measureSeconds,
    budget: { maxRequests: 5000, maxSeconds: 60, maxStreams: 8 },
  });

it('is read to the end by a second reader when the first was killed', async () => {
  const seen: LoadProgress[] = [];
  const { promise: never } = Promise.withResolvers<never>();
  const dying: PodFleet = {
    createJobIfAbsent: (spec) => fleet.createJobIfAbsent(spec),
    jobState: () => fleet.jobState(),
    fetch: (pod, request) => (seen.length < 2 ? fleet.fetch(pod, request) : never),
    deleteJob: () => fleet.deleteJob(),
  };
  void new JobDriver({ fleet: dying, image: 'k6' }).run(plan(2), {
    id: 'again',
    onProgress: (progress) => seen.push(progress),
  });
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  const { pids } = fleet;
  const running = new JobDriver({ fleet, image: 'k6' }).run(plan(2), { id: 'again' });
  expect(fleet.pids).toEqual(pids);
  const result = await running;
  expect(result).toMatchObject({ status: 'complete', requests: truth.served.length });
  expect(result.levels.map(({ streams, status }) => [streams, status])).toEqual([
    [2, 'complete'],
    [3, 'complete'],
  ]);
  for (const { counts } of result.levels)
    expect([counts.complete, counts.audioSeconds]).toEqual([
      counts.started,
      expect.closeTo(counts.started * answer.seconds, 6),
    ]);
  expect(fleet.pids).toEqual([]);
});

it('is stopped within a second, with what was measured', async () => {
  const stop = new AbortController();
  let stoppedAt = 0;
  const result = await new JobDriver({ fleet, image: 'k6' }).run(plan(20), {
    id: 'stopped',
    signal: stop.signal,
    onProgress: ({ phase, complete }) => {
      if (phase !== 'measure' || complete === 0 || stop.signal.aborted) return;
      stop.abort();
      stoppedAt = truth.served.length;
    },
  });
  expect(result).toMatchObject({
    status: 'aborted',
    reason: 'the load was stopped',
    levels: [{ status: 'partial' }],
  });
  expect(result.levels[0]!.counts.complete).toBeGreaterThan(0);
  // 2 streams do about 20 requests in a second.
  expect(truth.served.length - stoppedAt).toBeLessThan(40);
});

it('is partial when the pod is killed, with what was read until then', async () => {
  const result = await new JobDriver({ fleet, image: 'k6' }).run(plan(20), {
    id: 'killed',
    onProgress: ({ complete }) => complete > 0 && process.kill(fleet.pids[0]!, 'SIGKILL'),
  });
  expect(result).toMatchObject({
    status: 'partial',
    reason: 'the load pod failed (exit code SIGKILL)',
    levels: [{ status: 'partial' }],
  });
  expect(result.levels[0]!.counts.complete).toBeGreaterThan(0);
});
