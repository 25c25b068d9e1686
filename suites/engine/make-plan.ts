import { baselineKey } from '../bench/baseline-key.ts';
import type { BaselineStore, PodAge } from '../bench/baseline-store.ts';
import { planBench } from '../bench/plan-bench.ts';
import type { BenchPolicy } from '../bench/policy.ts';
import { planSoak } from '../bench/soak-plan.ts';
import type { SoakPolicy } from '../bench/soak-policy.ts';
import type { Endpoint } from '../check.ts';
import { declaredEntry } from '../declared/declared-check.ts';
import type { CheckDefinition } from '../declared/definition.ts';
import { type Platform, suitesOf } from '../platforms/platform.ts';
import { qualityKey } from '../quality/plan.ts';
import type { ReleaseSnapshot } from '../release/snapshot.ts';
import type { Subject } from '../release/subject.ts';
import type { Settings } from '../settings.ts';
import type { Suite } from '../suite.ts';
import type { PlannedCheck, RunPlan, VerifiedRevision } from './plan.ts';

export type SuiteChoice = 'preflight' | 'verify' | 'smoke' | 'bench';

/** What decides a run's plan. The Trial's spec, or the command line's options, in one shape. */
export interface PlanRequest {
  readonly id: string;
  readonly code: string;
  readonly now: Date;
  readonly trigger: RunPlan['trigger'];
  readonly trial: string | null;
  readonly platform: Platform;
  readonly subject: Subject;
  readonly endpoint: Endpoint;
  readonly suites: readonly SuiteChoice[];
  readonly purpose?: RunPlan['purpose'];
  readonly settings: Settings;
  readonly before: ReleaseSnapshot | null;
  /** Checks that the user declared, besides the platform's. */
  readonly declared?: readonly CheckDefinition[];
  readonly policy: {
    readonly rollback: 'never' | 'helm';
    readonly deadlineSeconds: number;
    readonly settle: RunPlan['settle'];
    readonly allowedSkips: readonly string[];
  };
  readonly bench: BenchPolicy;
  /** Left out: no soak. */
  readonly soak?: SoakPolicy | undefined;
  readonly lastVerified: VerifiedRevision | null;
  readonly previousTag: string | null;
  readonly failedBefore: readonly string[];
  readonly baselines: BaselineStore;
  /** Of the pods that will be measured; left out: fresh, from the rollout that is tried. */
  readonly pods?: PodAge;
}

const planned = (suite: Suite): PlannedCheck[] =>
  suite.entries.map(({ check, gate, attempts }) => ({
    suite: suite.name,
    check: check.id,
    title: check.title,
    gate,
    blames: check.blames,
    attempts,
    timeoutSeconds: check.timeoutSeconds,
  }));

const mayBeSkipped = ({ entries }: Suite): string[] =>
  entries.flatMap(({ check, maySkip }) => (maySkip ? [check.id] : []));

/** Freezes everything that a run will do. */
export async function makePlan(request: PlanRequest): Promise<RunPlan> {
  const { platform, subject, endpoint, policy, suites } = request;
  const workloads = suites.includes('bench')
    ? await Promise.all(
        platform.workloads
          .filter(({ inTrials }) => inTrials)
          .map(async (workload) => {
            const key = baselineKey(platform, workload, subject, request.bench);
            const baseline = await request.baselines.load(key, request.pods ?? 'fresh');
            return planBench(platform, workload, subject, endpoint, request.bench, baseline);
          }),
      )
    : [];
  const bench = workloads.filter((one) => one !== null);
  const target = request.lastVerified;
  const isTarget = target !== null && target.revision === subject.occurrence.revision;
  return {
    version: 1,
    code: request.code,
    id: request.id,
    createdAt: request.now.toISOString(),
    deadlineAt: new Date(request.now.getTime() + policy.deadlineSeconds * 1000).toISOString(),
    trigger: request.trigger,
    trial: request.trial,
    platform: platform.name,
    previousTag: request.previousTag,
    subject,
    purpose: request.purpose ?? 'trial',
    settle: policy.settle,
    settings: {
      ...request.settings,
      scaleToZero: request.settings.scaleToZero ?? platform.scalesToZero ?? false,
    },
    before: request.before,
    declared: [...(request.declared ?? [])],
    checks: chosen(platform, suites, request.declared ?? []).flatMap(planned),
    bench,
    soak: request.soak ? await planSoak(request.soak, bench, request.bench, request.baselines) : null,
    quality: await planQuality(request),
    rollback: {
      policy: policy.rollback,
      target: isTarget ? null : target,
      withheld: withheld(platform, subject, target),
      suite: planned(platform.suites.rollback),
    },
    failedBefore: [...request.failedBefore],
    allowedSkips: [
      ...new Set([
        ...policy.allowedSkips,
        ...suitesOf(platform).flatMap(mayBeSkipped),
        ...(request.declared ?? []).flatMap(({ id, maySkip }) => (maySkip ? [`own.${id}`] : [])),
      ]),
    ],
  };
}

/** The chosen checklists, in the order in which they make sense. */
function chosen(
  { suites }: Platform,
  names: readonly SuiteChoice[],
  declared: readonly CheckDefinition[],
): Suite[] {
  const { preflight, verify, smoke } = suites;
  const ordered = { preflight, verify, smoke };
  return Object.entries(ordered).flatMap(([name, suite]) => {
    if (!suite || !names.includes(name as SuiteChoice)) return [];
    const own = declared.filter((definition) => definition.suite === name).map(declaredEntry);
    return [{ ...suite, entries: [...suite.entries, ...own] }];
  });
}

function withheld(platform: Platform, subject: Subject, target: VerifiedRevision | null): string | null {
  if (target === null) return 'no earlier revision was ever verified, so there is nothing to go back to';
  if (target.fingerprint === subject.occurrence.fingerprint)
    return 'the last verified revision is the same as this one';
  if (target.tag !== null && subject.tag !== null) {
    const oneWay = platform.forwardOnly?.(target.tag, subject.tag) ?? null;
    if (oneWay !== null) return oneWay;
  }
  if (target.source !== 'helm') return 'the last verified revision is not known by its Helm revision';
  return null;
}

/** Scores are compared where smoke checks are asked. */
async function planQuality({ platform, suites, baselines }: PlanRequest): Promise<RunPlan['quality']> {
  if (!suites.includes('smoke')) return null;
  const baselineKey = qualityKey(platform.name);
  const baseline = await baselines.load(baselineKey, 'fresh');
  return { baselineKey, baseline, gate: platform.gates?.quality ?? null };
}
