import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { assembleProgramImages } from '../../kind-fixtures/images/program-images.ts';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import { UsersTraffic } from '../../kind-fixtures/traffic/users-traffic.ts';
import {
  lastOfOurs,
  latencyPassed,
  queuePassed,
  type Witnessed,
} from '../../kind-fixtures/traffic/witness.ts';
import { JobDriver } from '../../load/drivers/job.ts';
import { type LoadPlanInput, loadPlanSchema } from '../../load/plan.ts';
import type { LoadResult } from '../../load/result.ts';
import { guardsAt, planGuards } from '../../suites/bench/guards.ts';
import { benchResults } from '../../suites/bench/results.ts';
import { runsOf } from '../../suites/bench/session.ts';
import { prepareLocalRun } from '../../suites/host/local-run.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { cartesia } from '../../suites/platforms/cartesia/platform.ts';
import { endpointAt } from '../../suites/platforms/endpoint.ts';
import { UndiciProbe } from '../../suites/probes/http/undici-probe.ts';
import { ApiPodFleet } from '../../suites/probes/kubernetes/api-pod-fleet.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { noSettings } from '../../suites/settings.ts';
import { Dock } from './matrix/dock.ts';

/**
 * The stand-in Cartesia with room for eight streams, users on it, and load as a Job. The witnesses are the stand-in's own
 * records and the users' own log.
 */
const namespace = 'e2e-guards';
const ours = 'ours';
const speech = 'The harbour is in sight and the wind is fair today, so hold this course. '.repeat(3);
const fixture = {
  ...cartesiaFixture,
  valuesFor: () => cartesiaFixture.values({ workers: 1, capacity: 8, modelLoadSeconds: 0.5, seed: 'e2e' }),
};
let dock: Dock;
let users: UsersTraffic;
let driver: JobDriver;
let core: CoreV1Api;
let api: string;
let admin: string;
const http = new UndiciProbe();

beforeAll(async () => {
  const cluster = await sharedCluster();
  const { k6 } = await assembleProgramImages(['k6']);
  await cluster.loadImage(k6.path);
  const surroundings = null;
  dock = await Dock.open({
    cluster,
    fixture,
    platform: cartesia,
    namespace,
    settings: noSettings,
    surroundings,
  });
  expect(await dock.rollOut(fixture.releaseTags.first)).toBe('pass');
  core = dock.config.makeApiClient(CoreV1Api);
  const fleet = new ApiPodFleet(dock.config, namespace, http);
  driver = new JobDriver({ fleet, image: k6.name, lingerSeconds: 5 });
  const addressOf = async (service: string) => (await dock.reader.get('services', service))?.spec?.clusterIP;
  api = `http://${await addressOf(fixture.apiService())}:5000`;
  admin = `http://${await addressOf(fixture.adminService())}:8080`;
});
afterAll(async () => {
  await dock?.[Symbol.asyncDispose]();
  await http[Symbol.asyncDispose]();
});
beforeEach(() => {
  users = UsersTraffic.start({ url: api, apiKey: fixture.apiKey, perSecond: 5 });
});
afterEach(() => users[Symbol.asyncDispose]());

/** The promise is a second; a machine that is shared with a whole cluster may hold both witness and guard up for longer. */
const slackMs = 3000;

type Bounds = { readonly queue?: number; readonly unserviceable?: number; readonly users?: number };
let nth = 0;

/** Load with the platform's own guards, each but the one in question as loose as can be. */
async function drive(levels: LoadPlanInput['levels'], bounds: Bounds): Promise<LoadResult> {
  const query = { release: fixture.release, revisions: 'helm', tagOf: cartesia.tagOf } as const;
  const { subject } = (await observeRelease(dock.reader, query))!;
  const planned = planGuards(cartesia.guards, { usersMs: bounds.users ?? 10_000 });
  const watched = await guardsAt(
    { ...planned, probe: { ...planned.probe!, maxTimes: null } },
    subject,
    dock.reader,
  );
  if ('blind' in watched) throw new Error(watched.blind);
  const { queue = null, unserviceable = null } = bounds;
  const max: Record<string, number | null> = { queue, unserviceable };
  const metrics = watched.guards.metrics.map((one) => ({ ...one, max: max[one.name] ?? null }));
  const plan = loadPlanSchema.parse({
    target: {
      url: api,
      protocol: 'cartesia-bytes',
      headers: { 'X-Seatrial-Run': ours, 'X-API-Key': fixture.apiKey },
    },
    workload: { name: 'guarded', texts: [speech], params: { model: 'sonic-3' } },
    levels,
    warmupSeconds: 0,
    measureSeconds: 6,
    budget: { maxRequests: 2000, maxSeconds: 60, maxStreams: 64 },
    guards: { ...watched.guards, metrics },
  } satisfies LoadPlanInput);
  return driver.run(plan, { id: `guards-${nth++}` });
}

const records = async (): Promise<Witnessed[]> => {
  const response = await fetch(`${admin}/truth?requests=20000`);
  return ((await response.json()) as { requests?: Witnessed[] }).requests ?? [];
};

const order = (faults: readonly object[]) =>
  fetch(`${admin}/faults`, { method: 'POST', body: JSON.stringify(faults) });

/** Resolves when our load is on. */
async function loaded(since: number): Promise<void> {
  const on = async () => (await records()).filter(({ run, at }) => run === ours && at > since).length;
  await expect.poll(on, { timeout: 90_000, interval: 200 }).toBeGreaterThan(20);
}

async function expectStopped(
  result: LoadResult,
  since: number,
  passed: (records: readonly Witnessed[]) => number | null,
): Promise<void> {
  await sleep(6000); // for the last requests of the users, and those of afterwards
  const all = (await records()).filter(({ at }) => at >= since);
  const last = lastOfOurs(all, ours)!;
  const passedAt = passed(all);
  expect(passedAt, result.reason).not.toBeNull();
  console.info(`${result.reason}; our last request came ${(last - passedAt!).toFixed(0)} ms after that`);
  const stretches = users.around(Date.parse(result.levels[0]!.startedAt!), last);
  console.table(stretches);
  expect(last - passedAt!).toBeLessThan(slackMs);
  for (const saw of Object.values(stretches)) expect(saw.requests).toBeGreaterThan(0);
  expect(all.some(({ run, outcome }) => run === ours && outcome === 'cancelled')).toBe(true);
}

test('the load stops when the queue passes its bound', async () => {
  const since = Date.now();
  const result = await drive([{ streams: 2 }, { streams: 24 }], { queue: 8 });
  expect(result).toMatchObject({ status: 'partial', stoppedBy: { name: 'queue', kind: 'bound', bound: 8 } });
  expect(result.background?.load?.before?.readings).toBeGreaterThan(4);
  expect(result.levels[0]).toMatchObject({ status: 'complete', errors: {} });
  await expectStopped(result, since, (all) => queuePassed(all, 8, Date.parse(result.stoppedBy!.at)));
});

test("the load stops when users' requests are late", async () => {
  const since = Date.now();
  const running = drive([{ streams: 2 }], { users: 400 });
  await loaded(since);
  const slowFrom = Date.now();
  await order([{ id: 'slower', percent: 900 }]);
  const result = await running;
  await sleep(1500); // until one of the users has met it, who come when they please
  await order([]);
  expect(result).toMatchObject({ stoppedBy: { name: 'users', kind: 'bound', bound: 400 } });
  await expectStopped(result, since, (all) => latencyPassed(all, ours, slowFrom - 1000, 400));
});

test('the load stops when requests find no worker', async () => {
  const since = Date.now();
  const running = drive([{ streams: 2 }], { unserviceable: 0 });
  await loaded(since);
  const lostFrom = Date.now();
  await deleteWorkers();
  const result = await running;
  expect(result).toMatchObject({ stoppedBy: { name: 'unserviceable', kind: 'bound' } });
  await expectStopped(result, since, (all) => {
    const waited = all.filter(({ at, queueMs }) => queueMs > 1 && at + queueMs > lostFrom);
    return Math.max(lostFrom, Math.min(...waited.map(({ at }) => at)));
  });
});

async function deleteWorkers(): Promise<number> {
  const { items } = await core.listNamespacedPod({ namespace });
  const workers = items.filter(
    ({ metadata, status }) =>
      metadata?.name?.includes(fixture.ttsWorker) &&
      metadata.deletionTimestamp === undefined &&
      status?.phase === 'Running',
  );
  for (const { metadata } of workers) await core.deleteNamespacedPod({ namespace, name: metadata!.name! });
  return workers.length;
}

/** A benchmark by the engine of trials; `during` is called while the load of each run is on. */
async function benchmark(during: (run: number) => Promise<unknown>) {
  const disturbed: number[] = [];
  const run = (await prepareLocalRun({
    config: dock.config,
    namespace,
    release: fixture.release,
    platform: cartesia,
    endpoint: endpointAt(cartesia, api, fixture.apiKey),
    suites: ['bench'],
    bench: { besideUsers: false, maxStreamsPerGpu: 1, maxRuns: 1, measureSeconds: 5 },
    deadlineSeconds: 400,
    settle: null,
    allowedSkips: [],
    code: 'e2e',
    http,
    load: {
      run: (plan, options) =>
        driver.run(
          {
            ...plan,
            target: { ...plan.target, apiKeyEnv: undefined, headers: { 'X-API-Key': fixture.apiKey } },
          },
          {
            ...options,
            onProgress: (progress) => {
              const which = Number(options.id.split('-').at(-1));
              if (progress.phase !== 'measure' || progress.complete === 0 || disturbed.includes(which))
                return;
              disturbed.push(which);
              void during(which);
            },
          },
        ),
    },
    clock: systemClock,
    observer: {},
  }))!;
  const journal = await run.finish(AbortSignal.timeout(500_000));
  const [bench] = run.plan.bench;
  return { runs: runsOf(bench!, journal), results: benchResults(bench!, journal) };
}

const told = (runs: readonly { reason: string }[]): string => runs.map(({ reason }) => reason).join('\n');

test('a pod that changes under the load voids the run, which is measured again', async () => {
  await dock.rollOut(fixture.releaseTags.first);
  const { runs } = await benchmark(async (run) => run === 1 && (await deleteWorkers()));
  expect(runs[0]).toMatchObject({
    status: 'void',
    reason: expect.stringMatching(/^pods changed under the load/),
  });
  // On a busy machine the generator may void a run by its own audit: that is no change of pods.
  expect(runs.length, told(runs)).toBeGreaterThan(1);
  expect(told(runs.slice(1))).not.toMatch(/pods changed/);
  expect(runs[1]!.background).toHaveProperty('queue');
});

test('and when that goes on nothing is concluded', async () => {
  const { runs, results } = await benchmark(deleteWorkers);
  expect(
    runs.map(({ status }) => status),
    told(runs),
  ).toEqual(['void', 'void', 'void']);
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
  expect(results[0]!.reason).toMatch(/no run counted: pods changed under the load/);
});
