import { makePlan, type SuiteChoice } from '../../suites/engine/make-plan.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import { findPrometheus } from '../../suites/host/check-ports.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import { withGpuFromDcgm } from '../../suites/release/gpu-model-from-dcgm.ts';
import { helmLabels } from '../../suites/release/helm-revision.ts';
import type { Subject } from '../../suites/release/subject.ts';
import { apiVersion, trialLabel } from '../resources/group.ts';
import { ResourceBaselines } from '../resources/resource-baselines.ts';
import { type Trial, trialKey } from '../resources/trial.ts';
import { runId, runName, type TrialRun } from '../resources/trial-run.ts';
import { endpointOf } from './endpoint.ts';
import type { AgentHost } from './host.ts';
import type { RunSummary } from './run-summary.ts';

/** The run of what is deployed now, frozen. `runs` are the Trial's earlier ones, newest first. */
export async function planRun(
  host: AgentHost,
  trial: Trial,
  platform: Platform,
  subject: Subject,
  runs: readonly RunSummary[],
): Promise<TrialRun> {
  const { spec, metadata } = trial;
  const name = runName(metadata.name, subject.occurrence);
  const before = runs.find(({ failed }) => failed !== null);
  const { enabled, ...bench } = spec.bench;
  const suites: SuiteChoice[] = ['verify', 'smoke', ...(enabled ? (['bench'] as const) : [])];
  const now = host.clock.now();
  const plan = await makePlan({
    id: runId(trialKey(trial), subject.occurrence, now),
    code: host.code,
    now,
    trigger: 'rollout',
    trial: trialKey(trial),
    platform,
    subject: await withGpuFromDcgm(subject, () => findPrometheus(host.http, spec.settings.prometheus)),
    endpoint: await endpointOf(trial, platform, host.readerOf(metadata.namespace)),
    suites,
    settings: spec.settings,
    before: await host.snapshots.load(trial),
    declared: spec.checks,
    policy: { ...spec.policy, rollback: host.rollback ? spec.policy.rollback : 'never' },
    bench,
    soak: spec.soak,
    lastVerified: trial.status.lastVerified ?? null,
    previousTag: runs[0]?.tag ?? null,
    failedBefore: before?.failed ?? [],
    baselines: new ResourceBaselines(host.resources.baselines, metadata.namespace),
  });
  return {
    apiVersion,
    kind: 'TrialRun',
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: { [trialLabel]: metadata.name },
      ownerReferences: [{ apiVersion, kind: 'Trial', name: metadata.name, uid: metadata.uid ?? '' }],
    },
    spec: {
      trial: metadata.name,
      trigger: 'rollout',
      occurrence: subject.occurrence,
      tag: subject.tag,
      plan: await withholdIfPruned(host, plan),
    },
    status: { journal: [] },
  };
}

/** Helm keeps ten revisions unless told: a target that is gone must not be found out during a rollback. */
async function withholdIfPruned(host: AgentHost, plan: RunPlan): Promise<RunPlan> {
  const { policy, target, withheld } = plan.rollback;
  if (policy !== 'helm' || !target || withheld) return plan;
  const reader = host.readerOf(plan.subject.namespace);
  const kept = await reader.list('secrets', { labels: helmLabels(plan.subject.release) });
  if (kept.some(({ metadata }) => metadata?.labels?.version === String(target.revision))) return plan;
  const sentence = `revision ${target.revision}, the last verified one, is no longer in Helm's history`;
  return { ...plan, rollback: { ...plan.rollback, withheld: sentence } };
}
