import type { LevelResult } from '../../load/result.ts';
import type { BaselineStore } from '../../suites/bench/baseline-store.ts';
import type { BenchPolicy } from '../../suites/bench/policy.ts';
import type { CheckPorts } from '../../suites/check.ts';
import { trialActions } from '../../suites/engine/actions.ts';
import { entriesOf } from '../../suites/engine/journal.ts';
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

/**
 * Takes one upgrade through the engine, from its plan to its record. The rollout and all checks but the benchmark pass;
 * load comes from the stand-in's model; everything else is what the agent runs.
 */
export async function tryUpgrade(of: Upgrade): Promise<RunRecord> {
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
  const actions = new FakeActions();
  actions.deployed = plan.subject.occurrence;
  actions.measure = measure;
  actions.accept = async ({ id, bench }, journal) => {
    for (const { workload, baselineKey } of bench) {
      const runs = entriesOf(journal, 'measured')
        .map(({ measured }) => measured)
        .filter((run) => run.workload === workload && run.status === 'valid');
      await baselines.accept(baselineKey, id, runs);
    }
    return bench.map(({ baselineKey }) => baselineKey);
  };
  const store = new MemoryJournal();
  return recordOf(plan, await runSession(plan, { clock, store, actions }, new AbortController().signal));
}
