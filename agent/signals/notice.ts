import { type Journal, standingDecision } from '../../suites/engine/journal.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import type { Decision, Verdict } from '../../suites/record/outcome.ts';
import { recordOf } from '../../suites/record/record.ts';
import { caseOf } from '../../suites/verdict/rules.ts';
import { runName } from '../resources/trial-run.ts';

/** A decision, as receivers get it. */
export interface Notice {
  /** Of the occurrence and the run: the same decision always carries the same one. */
  readonly id: string;
  readonly at: string;
  /** The TrialRun's name, or the run's id where there is none. */
  readonly run: string;
  readonly trial: string | null;
  readonly platform: string;
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  readonly fingerprint: string;
  readonly tag: string | null;
  readonly previousTag: string | null;
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly blame: string;
  readonly reasons: readonly string[];
  /** What a person would run to go back. */
  readonly command: string;
}

export function noticeOf(plan: RunPlan, journal: Journal, id: string): Notice {
  const record = recordOf(plan, journal);
  const decided = standingDecision(journal);
  return {
    id,
    at: decided?.at ?? record.startedAt,
    run: plan.trial ? runName(plan.trial.split('/')[1]!, plan.subject.occurrence) : plan.id,
    trial: plan.trial,
    platform: plan.platform,
    namespace: record.namespace,
    release: record.release,
    revision: record.revision,
    fingerprint: record.fingerprint,
    tag: record.tag,
    previousTag: record.previousTag,
    verdict: record.verdict ?? 'inconclusive',
    decision: record.decision ?? 'hold',
    blame: record.blame ?? 'unknown',
    reasons: record.reasons,
    command: caseOf(plan, journal).command,
  };
}
