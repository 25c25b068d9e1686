import { z } from 'zod';
import { measured, plannedBench } from '../bench/plan.ts';
import { soakResults } from '../bench/soak-results.ts';
import {
  type Journal,
  journalEntry,
  lastOf,
  rolloutObservation,
  standingDecision,
} from '../engine/journal.ts';
import { phaseOf, runPhase } from '../engine/phase.ts';
import { type RunPlan, runPlan, verifiedRevision } from '../engine/plan.ts';
import { resultsOf } from '../engine/results.ts';
import { troubleReport } from '../operations/bundle/failing-pods-report.ts';
import { changesBeside } from '../operations/diff/changes-since.ts';
import { subject } from '../release/subject.ts';
import { decision, verdict } from './outcome.ts';
import { result } from './result.ts';

/** The version of this schema. Raised when a reader of the old one could be misled. */
export const recordVersion = 1;

/** The one schema of a run: what reporters, the TrialRun and other programs read. Derived from plan and journal, never written by hand. */
export const runRecord = z.object({
  version: z.literal(recordVersion),
  code: z.string(),
  id: z.string(),
  trial: z.string().nullable(),
  platform: z.string(),
  trigger: z.string(),
  phase: runPhase,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  namespace: z.string(),
  release: z.string(),
  previousTag: z.string().nullable(),
  tag: z.string().nullable(),
  revision: z.number().int(),
  fingerprint: z.string(),
  gpu: subject.shape.gpu,
  rollout: rolloutObservation.nullable(),
  changes: changesBeside.nullable(),
  trouble: troubleReport.nullable(),
  results: z.array(result),
  benches: z.array(z.object({ plan: plannedBench, runs: z.array(measured) })),
  verdict: verdict.nullable(),
  decision: decision.nullable(),
  blame: z.string().nullable(),
  reasons: z.array(z.string()),
  signal: z.object({ id: z.string(), receipts: z.array(z.string()) }).nullable(),
  rollback: z
    .object({
      target: verifiedRevision.nullable(),
      job: z.string(),
      outcome: z.enum(['running', 'done', 'failed', 'refused']),
      reason: z.string(),
      revision: z.number().int().nullable(),
      results: z.array(result),
    })
    .nullable(),
  needsHuman: z.string().nullable(),
  journal: z.array(journalEntry),
  plan: runPlan,
});
export type RunRecord = z.infer<typeof runRecord>;

/** The record that a plan and its journal make, at any moment of the run. */
export function recordOf(plan: RunPlan, journal: Journal): RunRecord {
  const decided = standingDecision(journal);
  const finished = lastOf(journal, 'finished');
  const queued = lastOf(journal, 'signal-queued');
  const started = lastOf(journal, 'rollback-started');
  const ended = lastOf(journal, 'rollback-ended');
  const settled = journal.find((entry) => entry.kind === 'settled' && entry.leg === 'release');
  return {
    version: recordVersion,
    code: plan.code,
    id: plan.id,
    trial: plan.trial,
    platform: plan.platform,
    trigger: plan.trigger,
    phase: phaseOf(plan, journal),
    startedAt: plan.createdAt,
    finishedAt: finished?.at ?? null,
    namespace: plan.subject.namespace,
    release: plan.subject.release,
    previousTag: plan.previousTag,
    tag: plan.subject.tag,
    revision: plan.subject.occurrence.revision,
    fingerprint: plan.subject.occurrence.fingerprint,
    gpu: plan.subject.gpu,
    rollout: settled?.kind === 'settled' ? settled.observed : null,
    changes: settled?.kind === 'settled' ? settled.changes : null,
    trouble: settled?.kind === 'settled' ? settled.trouble : null,
    results: [
      ...resultsOf(plan, journal, 'release'),
      ...(soakIsOver(journal) ? soakResults(plan, journal) : []),
    ],
    benches: plan.bench.map((bench) => ({
      plan: bench,
      runs: journal.flatMap((entry) =>
        entry.kind === 'measured' && entry.measured.workload === bench.workload ? [entry.measured] : [],
      ),
    })),
    verdict: decided?.verdict ?? null,
    decision: decided?.decision ?? null,
    blame: decided?.blame ?? null,
    reasons: decided?.reasons ?? [],
    signal: queued ? { id: queued.id, receipts: lastOf(journal, 'signal-delivered')?.receipts ?? [] } : null,
    rollback: started
      ? {
          target: plan.rollback.target,
          job: started.job,
          outcome: ended?.outcome ?? 'running',
          reason: ended?.reason ?? '',
          revision: ended?.revision ?? null,
          results: resultsOf(plan, journal, 'rollback'),
        }
      : null,
    needsHuman: finished?.needsHuman ?? null,
    journal: [...journal],
    plan,
  };
}

const soakIsOver = (journal: Journal): boolean =>
  (lastOf(journal, 'soak-ended') ?? lastOf(journal, 'soak-decided')) !== undefined;
