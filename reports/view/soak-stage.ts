import { type SoakState, soakBenches, soakStates } from '../../suites/bench/soak.ts';
import { lastOf } from '../../suites/engine/journal.ts';
import { nextStep } from '../../suites/engine/next-step.ts';
import { type RunRecord, recordOf } from '../../suites/record/record.ts';
import { comparisonText } from './bench.ts';
import { runLines } from './bench-stage.ts';
import { decisionStage, verdictStage } from './decision-stages.ts';
import type { Stage } from './stage.ts';
import { duration, secondsBetween } from './text.ts';

/** The soak as a line: how many of its runs there are, and what they say of the criterion that matters most. */
export function soakStage(record: RunRecord): Stage | null {
  const { plan, journal } = record;
  const accepted = lastOf(journal, 'accepted');
  if (!plan.soak || !accepted) return null;
  const ended = lastOf(journal, 'soak-ended');
  const decided = lastOf(journal, 'soak-decided');
  const benches = soakBenches(plan, journal);
  const last = lastOf(journal, 'soaked');
  const runs = benches.reduce((sum, { looks }) => sum + looks.length, 0);
  const over = last ? ` over ${duration(secondsBetween(accepted.at, last.at))}` : '';
  const progress = `${runs} of ${plan.soak.looks * benches.length} runs${over}`;
  const weightiest = soakStates(plan, journal).sort((a, b) => weight(b) - weight(a))[0];
  const found = weightiest && last ? `: ${stateText(weightiest)}` : '';
  const why = ended && ended.outcome !== 'passed' ? `; ${ended.reason}` : '';
  const step = nextStep(plan, journal);
  const next = step?.do === 'soak' ? `; next at ${step.from.slice(11, 16)} UTC` : '';
  return {
    key: 'soak',
    label: 'soak',
    state: decided
      ? decided.verdict
      : ended
        ? ({ passed: 'pass', inconclusive: 'inconclusive', superseded: 'skip' } as const)[ended.outcome]
        : 'running',
    text: `${progress}${found}${why}${next}`,
    details: benches.flatMap(({ bench, looks }) => runLines({ plan: bench, runs: [...looks] })),
  };
}

/** The record as it stood when the release had passed; the record itself where nothing took that back. */
export function beforeSoakDecision(record: RunRecord): RunRecord {
  const at = record.journal.findIndex(({ kind }) => kind === 'soak-decided');
  return at < 0 ? record : recordOf(record.plan, record.journal.slice(0, at));
}

/** The verdict and the decision that a soak put in place of the pass. */
export function soakDecisionStages(record: RunRecord): Stage[] {
  return [
    { ...verdictStage(record), key: 'soak-verdict' },
    { ...decisionStage(record), key: 'soak-decision' },
  ];
}

/** What is proven first, then what is open; of equals, the larger change. */
const weight = ({ state, effect }: SoakState): number =>
  ({ regressed: 20, inconclusive: 10, pass: 0, improved: 0 })[state] + Math.min(9, effect ?? 0);

function stateText(state: SoakState): string {
  const { criterion, accepted, reason } = state;
  const compared = comparisonText({ criterion, accepted, comparison: state });
  return compared === null ? reason : `${criterion.title} ${compared}`;
}
