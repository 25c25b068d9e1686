import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { deployPrometheus } from '../../kind-fixtures/ecosystem/prometheus.ts';
import { changeNodes } from '../../kind-fixtures/faults/change-nodes.ts';
import type { FaultRecipe } from '../../kind-fixtures/faults/fault-recipe.ts';
import { saturatedGenerator } from '../../kind-fixtures/faults/kubernetes/saturated-generator.ts';
import { slowNetwork } from '../../kind-fixtures/faults/kubernetes/slow-network.ts';
import { throttledNode } from '../../kind-fixtures/faults/kubernetes/throttled-node.ts';
import { assembleProgramImages } from '../../kind-fixtures/images/program-images.ts';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import type { Fault } from '../../kind-fixtures/platforms/cartesia/server/faults/fault.ts';
import { JobDriver } from '../../load/drivers/job.ts';
import type { BaselineStore } from '../../suites/bench/baseline-store.ts';
import type { BaselineSnapshot, Measured } from '../../suites/bench/plan.ts';
import { runsOf } from '../../suites/bench/session.ts';
import { prepareLocalRun } from '../../suites/host/local-run.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { cartesia } from '../../suites/platforms/cartesia/platform.ts';
import { endpointAt } from '../../suites/platforms/endpoint.ts';
import { UndiciProbe } from '../../suites/probes/http/undici-probe.ts';
import { ApiPodFleet } from '../../suites/probes/kubernetes/api-pod-fleet.ts';
import { noSettings, type Settings } from '../../suites/settings.ts';
import { caseOf, type Judgement, judge } from '../../suites/verdict/rules.ts';
import { Dock } from './matrix/dock.ts';

/**
 * The stand-in Cartesia after an upgrade, measured while something else goes wrong: what is slow then is not blamed on
 * the release, and the culprit is named. The same rules under no fault blame a release that is slower. The runs could
 * all be rolled back, as far as policy goes: the decision is the rules' own.
 */
const namespace = 'e2e-blame';
const { first, next } = cartesiaFixture.releaseTags;
let orders: readonly Fault[] = [];
const fixture = {
  ...cartesiaFixture,
  valuesFor: (tag: string) =>
    cartesiaFixture.values({
      releaseTag: tag as typeof first,
      workers: 1,
      capacity: 8,
      modelLoadSeconds: 0.5,
      seed: 'e2e',
      faults: orders,
    }),
};

/** One level that leaves room on two busy cores. */
const streamsPerGpu = 4;
const workload = cartesia.workloads.find(({ name }) => name === 'tts-websocket')!;
const platform = {
  ...cartesia,
  workloads: [
    {
      ...workload,
      levelsPerGpu: [streamsPerGpu],
      criteria: workload.criteria
        .filter((one) => one.definition === 'ttfa_p50' && one.streamsPerGpu === streamsPerGpu)
        .map((one) => ({ ...one, primary: true })),
    },
  ],
};

let dock: Dock;
let driver: JobDriver;
let api: string;
let prometheus: string;
const http = new UndiciProbe();
const stack = new AsyncDisposableStack();
const accepted: Measured[] = [];
const acceptedRuns = 5;

beforeAll(async () => {
  const cluster = await sharedCluster();
  const { k6 } = await assembleProgramImages(['k6']);
  await cluster.loadImage(k6.path);
  const watched = { namespace: `${namespace}-prometheus`, scrape: [], kubelets: true };
  ({ url: prometheus } = stack.use(await deployPrometheus(cluster, watched)));
  stack.use(http);
  dock = stack.use(
    await Dock.open({ cluster, fixture, platform, namespace, settings: noSettings, surroundings: null }),
  );
  expect(await dock.rollOut(first)).toBe('pass');
  driver = new JobDriver({
    fleet: new ApiPodFleet(dock.config, namespace, http),
    image: k6.name,
    lingerSeconds: 5,
  });
  const service = await dock.reader.get('services', fixture.apiService());
  api = `http://${service?.spec?.clusterIP}:5000`;
  for (let tries = 0; accepted.length < acceptedRuns && tries < 3 * acceptedRuns; tries++) {
    const { runs } = await trial(1);
    accepted.push(...runs.filter(({ status }) => status === 'valid'));
  }
  expect(await dock.rollOut(next)).toBe('pass');
});
afterAll(() => stack.disposeAsync());

const baselines: BaselineStore = {
  load: async (key) => (accepted.length < acceptedRuns ? null : { key, origin: 'made before', ...columns() }),
  accept: async () => {},
  withdraw: async () => {},
};

function columns(): Pick<BaselineSnapshot, 'scalars' | 'controls'> {
  const column = (of: (run: Measured) => readonly (readonly [string, number])[]) =>
    Object.fromEntries(
      [...Map.groupBy(accepted.flatMap(of), ([name]) => name)].map(([name, cells]) => [
        name,
        cells.map(([, value]) => value),
      ]),
    );
  return {
    scalars: column(({ scalars }) => Object.entries(scalars).map(([id, { value }]) => [id, value])),
    controls: column(({ controls = {} }) => Object.entries(controls)),
  };
}

/** A benchmark of the release as it is, by the engine of trials, and what the rules say of it. */
async function trial(
  maxRuns: number,
  said: Partial<Settings> = {},
): Promise<{ runs: Measured[]; judged: Judgement }> {
  const prepared = (await prepareLocalRun({
    config: dock.config,
    namespace,
    release: fixture.release,
    platform,
    endpoint: endpointAt(platform, api, fixture.apiKey),
    suites: ['bench'],
    bench: { besideUsers: false, maxRuns, measureSeconds: 5 },
    deadlineSeconds: 300,
    settle: null,
    allowedSkips: [],
    settings: { ...noSettings, ...said },
    code: 'e2e',
    http,
    load: {
      run: ({ target, ...plan }, options) => {
        const { apiKeyEnv: _, ...known } = target;
        return driver.run(
          { ...plan, target: { ...known, headers: { 'X-API-Key': fixture.apiKey } } },
          options,
        );
      },
    },
    baselines,
    clock: systemClock,
    observer: {},
  }))!;
  const journal = await prepared.finish(AbortSignal.timeout(300_000));
  const { plan } = prepared;
  const verified = { ...plan.subject.occurrence, revision: 1, tag: first, verifiedAt: plan.createdAt };
  const rollback = { ...plan.rollback, policy: 'helm', target: verified, withheld: null } as const;
  return {
    runs: plan.bench.flatMap((bench) => runsOf(bench, journal)),
    judged: judge(caseOf({ ...plan, rollback }, journal)),
  };
}

/**
 * Trials until one is as wanted: on a shared machine the generator starves at times by itself, and what is found then is
 * that. None of them may be `never`, whatever the machine does.
 */
async function until(
  wanted: (judged: Judgement) => boolean,
  never: Judgement['verdict'],
  said: Partial<Settings> = { prometheus },
): Promise<Judgement> {
  for (let tries = 1; ; tries++) {
    const { runs, judged } = await trial(2, said);
    const { verdict, decision, blame, reasons } = judged;
    const says = `${verdict}, ${decision}, blame: ${blame}; ${runs.map(({ status }) => status).join(', ')}; ${reasons.at(0)}`;
    console.info(says);
    expect(verdict, says).not.toBe(never);
    if (wanted(judged) || tries === 4) return judged;
  }
}

async function expectHeld(recipe: FaultRecipe, culprit: RegExp, begun: () => Promise<void> = async () => {}) {
  await using _ = await changeNodes(dock.config, namespace, recipe.node ?? []);
  await begun();
  const named = ({ reasons }: Judgement) => culprit.test(reasons.join('\n'));
  const judged = await until(named, 'fail');
  expect(judged).toMatchObject({ verdict: 'inconclusive', decision: 'hold' });
  expect(judged.reasons.join('\n')).toMatch(culprit);
}

test('a healthy upgrade passes', async () => {
  expect(await until(({ verdict }) => verdict === 'pass', 'fail')).toMatchObject({ decision: 'promote' });
});

test('a generator without CPU is named, and nothing is concluded', () =>
  expectHeld(saturatedGenerator, /load generator: its CPU was throttled for \d+/));

test('a narrow network is named, by its round trip', () =>
  expectHeld(slowNetwork, /network round trip [\d.]+ ms/));

test('a node that holds the workers back is named, by the pod that was throttled', () =>
  expectHeld(
    throttledNode,
    new RegExp(`Pod/${namespace}/tts-worker-\\S+: was throttled in \\d+ %`),
    async () => {
      // The kubelet looks after its containers four times a minute, and a quota counts from then on.
      const periods = `increase(container_cpu_cfs_periods_total{namespace="${namespace}"}[2m]) > 0`;
      const seen = async () => {
        const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(periods)}`);
        return ((await answer.json()) as { data: { result: unknown[] } }).data.result.length;
      };
      await expect.poll(seen, { timeout: 60_000, interval: 1000 }).toBeGreaterThan(0);
    },
  ));

test('under no fault, a release that is slower is to blame, and is rolled back', async () => {
  orders = [{ id: 'slower', percent: 60 }];
  expect(await dock.rollOut(next)).toBe('pass');
  // What else the machine does may fill its CPUs, and is rightly named: then nobody is told of it.
  const busy = ({ reasons }: Judgement) => / CPUs were busy/.test(reasons.join());
  const failed = ({ verdict }: Judgement) => verdict === 'fail';
  let judged = await until((one) => failed(one) || busy(one), 'pass');
  if (busy(judged)) judged = await until(failed, 'pass', {});
  expect(judged).toMatchObject({ verdict: 'fail', blame: 'release', decision: 'rollback' });
});
