import type { LevelResult } from '../../load/result.ts';
import type { BaselineStore, CalibrationStore } from '../../suites/bench/baseline-store.ts';
import { calibrate } from '../../suites/bench/calibrate.ts';
import type { Measured } from '../../suites/bench/plan.ts';
import type { BenchPolicy } from '../../suites/bench/policy.ts';
import type { CheckPorts } from '../../suites/check.ts';
import { acceptRuns } from '../../suites/engine/accept-runs.ts';
import { trialActions } from '../../suites/engine/actions.ts';
import { makePlan } from '../../suites/engine/make-plan.ts';
import { runSession } from '../../suites/engine/session.ts';
import { MemoryJournal } from '../../suites/host/memory-journal.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { type RunRecord, recordOf } from '../../suites/record/record.ts';
import { noSettings } from '../../suites/settings.ts';
import { FakeActions } from '../../suites/testing/fake-actions.ts';
import type { SimulatedClock } from './clock.ts';
import { fingerprintAt, gpus, readerAt, subjectAt } from './cluster.ts';
import { SimulatedLoad } from './load-driver.ts';
import type { Luck } from './weather.ts';

/** One upgrade of the simulated cluster, and how it is tried. */
export interface Upgrade {
  readonly revision: number;
  readonly platform: Platform;
  readonly policy: BenchPolicy;
  readonly clock: SimulatedClock;
  readonly baselines: BaselineStore;
  readonly luckOf: (run: number) => Luck;
  readonly seed: string;
  readonly known: Map<string, LevelResult>;
}

const endpoint = { url: 'http://cartesia-api-server.cartesia.svc:5000', headers: {}, hasApiKey: false };
const silent = () => Promise.reject(new ProbeError('unreachable', 'nobody answers here'));

/** The plan of a trial of what is deployed, as the agent makes it, and how it measures. */
async function prepared(of: Upgrade) {
  const { clock, platform, baselines, revision } = of;
  const now = clock.now();
  const reader = readerAt(revision, now);
  const plan = await makePlan({
    ...{
      id: `cartesia-r${revision}`,
      code: 'simulated',
      now,
      trigger: 'rollout',
      trial: 'cartesia/cartesia',
    },
    ...{ platform, subject: subjectAt(revision), endpoint, suites: ['verify', 'smoke', 'bench'] },
    ...{ settings: noSettings, before: null, previousTag: `sonic-${revision - 1}`, failedBefore: [] },
    policy: {
      rollback: 'helm',
      deadlineSeconds: 3600,
      settle: { deadlineSeconds: 600, quietSeconds: 5 },
      allowedSkips: [],
    },
    bench: of.policy,
    lastVerified: {
      fingerprint: fingerprintAt(revision - 1),
      revision: revision - 1,
      source: 'helm',
      tag: `sonic-${revision - 1}`,
      verifiedAt: now.toISOString(),
    },
    baselines,
  });
  const load = new SimulatedLoad({ clock, gpus, seed: of.seed, luckOf: of.luckOf, known: of.known });
  const checks = { http: { request: silent, websocket: silent }, prometheus: async () => null } as unknown;
  const { measure } = trialActions('cartesia', {
    ...{ platform, endpoint, reader, load, clock, revisions: 'helm', activity: () => {} },
    checks: checks as CheckPorts,
  });
  return { plan, measure };
}

/**
 * Takes one upgrade through the engine, from its plan to its record. The rollout and all checks but the benchmark pass;
 * load comes from the stand-in's model; everything else is what the agent runs.
 */
export async function tryUpgrade(of: Upgrade): Promise<RunRecord> {
  const { clock, baselines } = of;
  const { plan, measure } = await prepared(of);
  const actions = new FakeActions();
  actions.deployed = plan.subject.occurrence;
  actions.measure = measure;
  actions.accept = (accepted, journal) => acceptRuns(baselines, accepted, journal);
  const store = new MemoryJournal();
  return recordOf(plan, await runSession(plan, { clock, store, actions }, new AbortController().signal));
}

/** Measures so many A/A runs of what is deployed and stores what they say of each workload, as `seatrial calibrate` does. */
export async function calibrateOn(of: Upgrade, store: CalibrationStore, runs: number): Promise<void> {
  const { plan, measure } = await prepared(of);
  const { signal } = new AbortController();
  for (const bench of plan.bench) {
    const measured: Measured[] = [];
    for (let run = 1; run <= runs; run++) measured.push(await measure(plan, bench, run, signal));
    const { calibration } = calibrate(bench, measured);
    if (calibration) await store.calibrate(bench.baselineKey, calibration);
  }
}
