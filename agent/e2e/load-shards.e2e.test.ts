import { CoreV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { assembleProgramImages } from '../../kind-fixtures/images/program-images.ts';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import { releaseTags } from '../../kind-fixtures/platforms/cartesia/releases.ts';
import type { TruthReport } from '../../kind-fixtures/platforms/cartesia/server/truth/truth-log.ts';
import type { LoadProgress } from '../../load/driver.ts';
import { JobDriver } from '../../load/drivers/job.ts';
import { jobName } from '../../load/drivers/job-name.ts';
import { type LoadPlan, loadPlanSchema } from '../../load/plan.ts';
import { type LoadResult, loadResultSchema, scalarOf } from '../../load/result.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { cartesia } from '../../suites/platforms/cartesia/platform.ts';
import { UndiciProbe } from '../../suites/probes/http/undici-probe.ts';
import { ApiPodFleet } from '../../suites/probes/kubernetes/api-pod-fleet.ts';
import { noSettings } from '../../suites/settings.ts';
import { Dock } from './matrix/dock.ts';
import { processOfPod } from './process-of-pod.ts';

const namespace = 'e2e-load';
const never = new AbortController().signal;
const http = new UndiciProbe();
let dock: Dock;
let image: string;
let core: CoreV1Api;
let fleet: ApiPodFleet;

beforeAll(async () => {
  const cluster = await sharedCluster();
  const { k6 } = await assembleProgramImages(['k6']);
  await cluster.loadImage(k6.path);
  image = k6.name;
  dock = await Dock.open({
    cluster,
    fixture: cartesiaFixture,
    platform: cartesia,
    namespace,
    settings: noSettings,
    surroundings: null,
  });
  expect(await dock.rollOut(releaseTags.first)).toBe('pass');
  core = dock.config.makeApiClient(CoreV1Api);
  fleet = new ApiPodFleet(dock.config, namespace, http);
});
afterAll(async () => {
  await dock?.[Symbol.asyncDispose]();
  await http[Symbol.asyncDispose]();
});

const plan = (id: string, measureSeconds: number, levels: LoadPlan['levels']): LoadPlan =>
  loadPlanSchema.parse({
    target: {
      url: `http://${cartesiaFixture.apiService()}:5000`,
      protocol: 'cartesia-bytes',
      headers: { 'X-Seatrial-Run': id },
      apiKeyEnv: 'STAND_IN_KEY',
    },
    workload: {
      name: 'short',
      texts: ['All hands on deck.', 'Set the mainsail.', 'The wind is fair today.'],
      params: { model: 'sonic-3', sampleRate: 16000, version: '2026-08-14' },
    },
    levels,
    warmupSeconds: 2,
    measureSeconds,
    budget: { maxRequests: 5000, maxSeconds: 120, maxStreams: 16 },
  });

const small = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } };
async function drive(
  id: string,
  shards: number,
  wanted: LoadPlan,
  onProgress: (progress: LoadProgress) => void = () => {},
): Promise<LoadResult> {
  const env = [{ name: 'STAND_IN_KEY', value: cartesiaFixture.apiKey }];
  const driver = new JobDriver({ fleet, image, shards, env, resources: small });
  return loadResultSchema.parse(await driver.run(wanted, { id, onProgress }));
}

/** What the stand-in itself counted of a run. */
async function truthOf(id: string): Promise<TruthReport> {
  const service = await core.readNamespacedService({ namespace, name: cartesiaFixture.adminService() });
  const answer = await http.request(`http://${service.spec!.clusterIP}:8080/truth?run=${id}`);
  return JSON.parse(String(answer.body));
}

const podsOf = async (id: string) =>
  (await core.listNamespacedPod({ namespace, labelSelector: `seatrial.dev/load=${jobName(id)}` })).items;

test('three pods measure what one does, within the noise of two runs of one kind', async () => {
  const levels = [{ streams: 3 }, { rate: 8, arrivals: 'constant' as const }];
  const kinds: Record<1 | 3, LoadResult[]> = { 1: [], 3: [] };
  for (const turn of [1, 2])
    for (const shards of [1, 3] as const) {
      const id = `agree-${shards}-${turn}-${Date.now().toString(36)}`;
      const result = await drive(id, shards, plan(id, 10, levels));
      expect(result).toMatchObject({ status: 'complete', requests: (await truthOf(id)).selected });
      expect(await fleet.jobState(jobName(id))).toBeUndefined();
      kinds[shards].push(result);
    }
  for (const { shards, startSkewMs, levels } of kinds[3]) {
    expect(shards).toBe(3);
    expect(startSkewMs).toBeLessThan(1000);
    for (const level of levels) expect(level.windowSkewMs).toBeLessThan(1000);
    expect(levels[0]!.streams).toBe(3);
  }
  // A constant rate starts the same requests, whoever makes them.
  const started = (one: LoadResult) => one.levels[1]!.counts.started;
  expect(new Set([...kinds[1], ...kinds[3]].map(started))).toEqual(new Set([80]));
  for (const [level, definition] of [
    [0, 'ttfa_p50'],
    [0, 'e2e_p50'],
    [0, 'requests_per_second'],
    [0, 'chars_per_second'],
    [1, 'ttfa_p50'],
    [1, 'e2e_p50'],
    [1, 'requests_per_second'],
  ] as const) {
    const [one, three] = [kinds[1], kinds[3]].map((runs) =>
      runs.map(({ levels }) => scalarOf(levels[level]!, definition)!.value),
    ) as [[number, number], [number, number]];
    const mean = ([a, b]: [number, number]) => (a + b) / 2;
    const noise = Math.max(Math.abs(one[0] - one[1]), Math.abs(three[0] - three[1]));
    const apart = Math.abs(mean(one) - mean(three));
    console.log(definition, 'at level', level, 'of one:', one, 'of three:', three);
    // Two runs say little of the noise: what they say counts double, and 5 % of the value are always allowed.
    expect(apart, definition).toBeLessThan(2 * noise + 0.05 * mean(one));
  }
});

describe('a pod that is lost in the middle', () => {
  test.each<[string, (pod: { name: string; uid: string }) => Promise<unknown>, RegExp]>([
    [
      'deleted',
      ({ name }) => core.deleteNamespacedPod({ namespace, name }),
      /^the load pod (\S+) \(2 of 3\) was deleted/,
    ],
    [
      'killed',
      async ({ uid }) => process.kill(await processOfPod(uid, 'k6'), 'SIGKILL'),
      /^the load pod (\S+) \(2 of 3\) failed \(exit code 137\)$/,
    ],
  ])('%s: is named within seconds, and the others stop', async (how, lose, says) => {
    const id = `lost-${how}-${Date.now().toString(36)}`;
    let lost: { name: string; at: number } | undefined;
    let losing: Promise<unknown> = Promise.resolve();
    const result = await drive(id, 3, plan(id, 60, [{ streams: 3 }]), ({ phase, complete }) => {
      if (phase !== 'measure' || complete < 5 || lost) return;
      lost = { name: '', at: Date.now() };
      losing = podsOf(id).then(async (pods) => {
        const { name, uid } = pods.find(
          ({ metadata }) => metadata?.annotations?.['batch.kubernetes.io/job-completion-index'] === '1',
        )!.metadata!;
        lost = { name: name!, at: Date.now() };
        await lose({ name: name!, uid: uid! });
      });
    });
    await losing;
    const seconds = (Date.now() - lost!.at) / 1000;
    expect(result).toMatchObject({ status: 'partial', reason: expect.stringMatching(says) });
    expect(says.exec(result.reason!)![1]).toBe(lost!.name);
    console.log(`${how}: told and over after ${seconds.toFixed(1)} s: ${result.reason}`);
    expect(seconds).toBeLessThan(15);
    expect(result.levels[0]).toMatchObject({ status: 'partial', shards: [{}, {}, {}] });
    expect(result.levels[0]!.counts.complete).toBeGreaterThanOrEqual(5);
    const { selected } = await truthOf(id);
    await systemClock.sleep(2000, never);
    expect((await truthOf(id)).selected).toBe(selected);
    await expect.poll(() => podsOf(id), { timeout: 30_000 }).toEqual([]);
    expect(await fleet.jobState(jobName(id))).toBeUndefined();
  });
});
