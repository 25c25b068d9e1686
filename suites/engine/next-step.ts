import type { PlannedBench } from '../bench/plan.ts';
import { nextMeasurement } from '../bench/session.ts';
import { owesLook } from '../quality/results.ts';
import type { Decision } from '../record/outcome.ts';
import type { Occurrence } from '../release/subject.ts';
import { entriesOf, type Journal, type Leg, lastOf, standingDecision } from './journal.ts';
import { nextSoakStep, type SoakStep } from './next-soak-step.ts';
import type { PlannedCheck, RunPlan } from './plan.ts';
import { attemptsOf, checksOf, owesAttempt, owesSettled, resultOf } from './results.ts';

/** What to do next. Each is safe to do again when the doer was killed before it was journaled. */
export type Step =
  | { readonly do: 'settle'; readonly leg: Leg }
  | { readonly do: 'check'; readonly leg: Leg; readonly planned: PlannedCheck; readonly attempt: number }
  | { readonly do: 'measure'; readonly bench: PlannedBench; readonly run: number }
  | { readonly do: 'decide' }
  | { readonly do: 'accept' }
  | SoakStep
  | { readonly do: 'queue-signal'; readonly id: string; readonly decision: Decision }
  | { readonly do: 'deliver-signal'; readonly id: string; readonly decision: Decision }
  | { readonly do: 'withdraw' }
  | { readonly do: 'start-rollback'; readonly job: string; readonly target: Occurrence }
  | { readonly do: 'await-rollback'; readonly job: string; readonly target: Occurrence }
  | { readonly do: 'finish'; readonly needsHuman: string | null };

/** The signal's id is the run's: receivers deduplicate by it. A pass makes none, so that a run has one at most. */
const signalId = (plan: RunPlan, { kind }: Deciding): string =>
  `${plan.id}.${kind === 'decided' ? 'decision' : 'soak-decision'}`;
type Deciding = NonNullable<ReturnType<typeof standingDecision>>;

/** Deterministic, so that a second creation is refused by the API server. */
export const rollbackJob = (plan: RunPlan): string =>
  `seatrial-rollback-${plan.id}`.slice(0, 63).replace(/[-.]+$/, '');

/** The one state machine: what a run does next, from its plan and what has happened. Null when it is over. */
export function nextStep(plan: RunPlan, journal: Journal): Step | null {
  if (lastOf(journal, 'finished')) return null;
  if (!lastOf(journal, 'decided')) return nextTrialStep(plan, journal);
  if (lastOf(journal, 'superseded')) return { do: 'finish', needsHuman: null };
  const decided = standingDecision(journal)!;
  // A promotion asks nobody to act: it makes no signal. Status, metrics and reports tell of it.
  if (decided.decision === 'promote') {
    if (!lastOf(journal, 'accepted')) return { do: 'accept' };
    return nextSoakStep(plan, journal) ?? { do: 'finish', needsHuman: null };
  }
  const { decision } = decided;
  const id = signalId(plan, decided);
  if (!lastOf(journal, 'signal-queued')) return { do: 'queue-signal', id, decision };
  if (!lastOf(journal, 'signal-delivered')) return { do: 'deliver-signal', id, decision };
  const disproved = decided.verdict === 'fail' && lastOf(journal, 'accepted');
  if (disproved && !lastOf(journal, 'withdrawn')) return { do: 'withdraw' };
  if (decision === 'rollback') return nextRollbackStep(plan, journal);
  return { do: 'finish', needsHuman: decided.reasons.join('; ') };
}

function nextTrialStep(plan: RunPlan, journal: Journal): Step {
  if (lastOf(journal, 'superseded') || lastOf(journal, 'expired')) return { do: 'decide' };
  const leg = nextLegStep(plan, journal, 'release');
  if (leg !== 'done') return leg === 'stopped' ? { do: 'decide' } : leg;
  for (const bench of plan.bench) {
    const next = nextMeasurement(bench, journal);
    if (next) return { do: 'measure', bench, run: next.run };
  }
  return { do: 'decide' };
}

/** Settled, then suite by suite. A suite with a confirmed blocking failure stops the leg: later suites need it. */
function nextLegStep(plan: RunPlan, journal: Journal, leg: Leg): Step | 'done' | 'stopped' {
  const settled = entriesOf(journal, 'settled').find((entry) => entry.leg === leg);
  if (owesSettled(plan, leg)) {
    if (!settled) return { do: 'settle', leg };
    if (settled.attempt.outcome !== 'pass') return 'stopped';
  }
  const planned = checksOf(plan, leg);
  for (const suite of new Set(planned.map((one) => one.suite))) {
    const entries = planned.filter((one) => one.suite === suite);
    for (const entry of entries) {
      const attempts = attemptsOf(journal, leg, entry);
      if (owesAttempt(entry, attempts) || (leg === 'release' && owesLook(plan.quality, entry, attempts)))
        return { do: 'check', leg, planned: entry, attempt: attempts.length + 1 };
    }
    // A preflight is read as a list: what is wrong with one item says nothing about the others.
    if (plan.purpose !== 'trial') continue;
    const stops = entries.some(
      (entry) =>
        entry.gate === 'blocking' && resultOf(entry, attemptsOf(journal, leg, entry))?.outcome === 'fail',
    );
    if (stops) return 'stopped';
  }
  return 'done';
}

function nextRollbackStep(plan: RunPlan, journal: Journal): Step {
  const target = plan.rollback.target;
  if (!target)
    return { do: 'finish', needsHuman: 'a rollback was decided without a verified revision to go back to' };
  const started = lastOf(journal, 'rollback-started');
  if (!started) return { do: 'start-rollback', job: rollbackJob(plan), target };
  const ended = lastOf(journal, 'rollback-ended');
  if (!ended) return { do: 'await-rollback', job: started.job, target };
  if (ended.outcome !== 'done')
    return { do: 'finish', needsHuman: `the rollback ${ended.outcome}: ${ended.reason}` };
  const leg = nextLegStep(plan, journal, 'rollback');
  if (leg !== 'done' && leg !== 'stopped') return leg;
  return { do: 'finish', needsHuman: leg === 'stopped' ? 'the rolled-back release did not verify' : null };
}
