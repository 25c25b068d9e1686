import { type Journal, lastOf, standingDecision } from '../../suites/engine/journal.ts';
import { phaseOf } from '../../suites/engine/phase.ts';
import type { RunPlan, VerifiedRevision } from '../../suites/engine/plan.ts';
import { recordOf } from '../../suites/record/record.ts';
import type { Occurrence } from '../../suites/release/subject.ts';
import type { TrialRun } from '../resources/trial-run.ts';

/** What later decisions need of a run. */
export interface RunSummary {
  readonly name: string;
  readonly createdAt: string;
  readonly occurrence: Occurrence;
  readonly tag: string | null;
  readonly finished: boolean;
  /** The Helm revision that the run's own rollback made, or may have left half made. */
  readonly ownRevision: number | null;
  /** What the run proved good: its release, or the one it rolled back to. */
  readonly verified: VerifiedRevision | null;
  /** What it had proved good, until its soak proved it bad. */
  readonly disproved: Occurrence | null;
  /** Blocking checks that ended in a failure; null where the run says nothing about the release as a whole. */
  readonly failed: readonly string[] | null;
}

export function summaryOf({ metadata, spec: { plan }, status: { journal } }: TrialRun): RunSummary {
  return {
    name: metadata.name,
    createdAt: plan.createdAt,
    occurrence: plan.subject.occurrence,
    tag: plan.subject.tag,
    finished: lastOf(journal, 'finished') !== undefined,
    ownRevision: ownRevision(plan, journal),
    verified: verifiedBy(plan, journal),
    disproved: isDisproved(journal) ? plan.subject.occurrence : null,
    failed: failedIn(plan, journal),
  };
}

function ownRevision(plan: RunPlan, journal: Journal): number | null {
  const ended = lastOf(journal, 'rollback-ended');
  if (!ended || ended.outcome === 'refused') return null;
  return ended.revision ?? plan.subject.occurrence.revision + 1;
}

const isDisproved = (journal: Journal): boolean =>
  lastOf(journal, 'accepted') !== undefined && standingDecision(journal)?.verdict === 'fail';

function verifiedBy(plan: RunPlan, journal: Journal): VerifiedRevision | null {
  const accepted = lastOf(journal, 'accepted');
  if (accepted && !isDisproved(journal))
    return { ...plan.subject.occurrence, tag: plan.subject.tag, verifiedAt: accepted.at };
  const { target } = plan.rollback;
  const ended = lastOf(journal, 'rollback-ended');
  const finished = lastOf(journal, 'finished');
  // What was good before a release that is bad after all is what it was.
  const before = accepted ? target : null;
  if (!target || ended?.outcome !== 'done' || !finished || finished.needsHuman) return before;
  const failing = recordOf(plan, journal).rollback!.results.some(
    ({ outcome, gate }) => gate === 'blocking' && outcome !== 'pass' && outcome !== 'skip',
  );
  if (failing) return before;
  return { ...target, revision: ended.revision ?? target.revision, verifiedAt: finished.at };
}

function failedIn(plan: RunPlan, journal: Journal): string[] | null {
  const phase = phaseOf(plan, journal);
  if (!lastOf(journal, 'finished') || phase === 'Superseded') return null;
  const { results, rollback } = recordOf(plan, journal);
  const last = rollback?.outcome === 'done' ? rollback.results : results;
  return last
    .filter(({ outcome, gate }) => outcome === 'fail' && gate === 'blocking')
    .map(({ check }) => check);
}
