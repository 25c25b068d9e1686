import type { KubeConfig } from '@kubernetes/client-node';
import type { LoadDriver } from '../../load/driver.ts';
import { type BaselineStore, noBaselines } from '../bench/baseline-store.ts';
import type { BenchPolicy } from '../bench/policy.ts';
import type { SoakPolicy } from '../bench/soak-policy.ts';
import type { Endpoint } from '../check.ts';
import type { CheckDefinition } from '../declared/definition.ts';
import { acceptRuns } from '../engine/accept-runs.ts';
import { acceptSoak, withdrawRuns } from '../engine/accept-soak.ts';
import { type TrialActions, trialActions } from '../engine/actions.ts';
import type { Journal } from '../engine/journal.ts';
import { makePlan, type SuiteChoice } from '../engine/make-plan.ts';
import type { RunPlan } from '../engine/plan.ts';
import type { Clock, RunObserver } from '../engine/ports.ts';
import { runSession } from '../engine/session.ts';
import type { Platform } from '../platforms/platform.ts';
import type { HttpProbe } from '../probes/http/probe.ts';
import { ApiReader } from '../probes/kubernetes/api-reader.ts';
import { withGpuFromDcgm } from '../release/gpu-model-from-dcgm.ts';
import { observeRelease } from '../release/observe.ts';
import type { ReleaseSnapshot } from '../release/snapshot.ts';
import { occurrenceId } from '../release/subject.ts';
import type { Target } from '../release/target.ts';
import { noSettings, type Settings } from '../settings.ts';
import { checkPorts } from './check-ports.ts';
import { MemoryJournal } from './memory-journal.ts';
import { podAgeNow } from './pod-age.ts';

/** A run from outside the agent: its journal in memory, no signal, no rollback. */
export interface LocalRunOptions {
  readonly config: KubeConfig;
  readonly namespace: string;
  readonly release: string;
  readonly platform: Platform;
  readonly endpoint: Endpoint;
  readonly suites: readonly SuiteChoice[];
  readonly bench: BenchPolicy;
  /** How long a release that passes is watched; left out: not at all. */
  readonly soak?: SoakPolicy | undefined;
  readonly deadlineSeconds: number;
  readonly settle: RunPlan['settle'];
  readonly allowedSkips: readonly string[];
  readonly purpose?: RunPlan['purpose'];
  readonly settings?: Settings;
  readonly before?: ReleaseSnapshot;
  readonly target?: Target;
  readonly declared?: readonly CheckDefinition[];
  readonly code: string;
  readonly http: HttpProbe;
  readonly load: LoadDriver;
  readonly baselines?: BaselineStore;
  /** A run that passes is added to the baselines. */
  readonly accepts?: boolean;
  readonly clock: Clock;
  readonly observer: RunObserver;
}

export interface LocalRun {
  readonly plan: RunPlan;
  /** Its single steps, for who goes another way than a trial. */
  readonly actions: TrialActions;
  /** Runs to the end and answers the journal; rejects with the signal's reason when interrupted. */
  readonly finish: (signal: AbortSignal) => Promise<Journal>;
}

/** Prepares a run; null where the release has no workloads in the namespace. Throws `ProbeError`. */
export async function prepareLocalRun(options: LocalRunOptions): Promise<LocalRun | null> {
  const { platform, clock, observer } = options;
  const reader = new ApiReader(options.config, options.namespace);
  const baselines = options.baselines ?? noBaselines;
  const settings = options.settings ?? noSettings;
  const revisions = 'workloads';
  const { tagOf, operator } = platform;
  const { selector } = settings;
  const seen = await observeRelease(reader, {
    release: options.release,
    revisions,
    tagOf,
    selector,
    operator,
  });
  if (!seen) return null;
  const checks = checkPorts({
    config: options.config,
    reader,
    http: options.http,
    release: options.release,
    prometheusUrl: settings.prometheus,
  });
  const now = clock.now();
  const plan = await makePlan({
    id: `${options.release}-${occurrenceId(seen.subject.occurrence)}-${now.getTime().toString(36)}`,
    code: options.code,
    now,
    trigger: 'cli',
    trial: null,
    platform,
    subject: await withGpuFromDcgm(seen.subject, checks.prometheus),
    purpose: options.purpose ?? 'trial',
    settings,
    before: options.before ?? null,
    declared: options.declared ?? [],
    endpoint: options.endpoint,
    suites: options.suites,
    policy: {
      rollback: 'never',
      deadlineSeconds: options.deadlineSeconds,
      settle: options.settle,
      allowedSkips: options.allowedSkips,
    },
    bench: options.bench,
    soak: options.soak,
    lastVerified: null,
    previousTag: null,
    failedBefore: [],
    baselines,
    pods: await podAgeNow(reader, seen.subject, now),
  });
  const trying = trialActions(options.release, {
    platform,
    endpoint: options.endpoint,
    reader,
    checks,
    ...(options.target && { target: options.target }),
    load: options.load,
    clock,
    revisions,
    selector,
    activity: (text) => observer.activity?.(text),
  });
  const store = new MemoryJournal();
  const neverActs = async () => {
    throw new Error('a run from the command line never rolls back');
  };
  return {
    plan,
    actions: trying,
    finish: (signal) =>
      runSession(
        plan,
        {
          clock,
          store,
          observer,
          actions: {
            ...trying,
            accept: async (of, journal) => (options.accepts ? acceptRuns(baselines, of, journal) : []),
            acceptSoak: async (of, journal) => (options.accepts ? acceptSoak(baselines, of, journal) : []),
            withdraw: (of, journal) => withdrawRuns(baselines, of, journal),
            signal: async () => [],
            startRollback: neverActs,
            awaitRollback: neverActs,
          },
        },
        signal,
      ),
  };
}
