import type { PlannedBench } from '../bench/plan.ts';
import { type SoakBench, soakBenches, soakStates } from '../bench/soak.ts';
import type { SoakPlan } from '../bench/soak-plan.ts';
import { soakConclusion } from '../bench/soak-results.ts';
import { entriesOf, type Journal, lastOf } from './journal.ts';
import type { RunPlan } from './plan.ts';

/** What a run does after its pass. */
export type SoakStep =
  /** Waits until `from` (RFC 3339), then measures; less than that when the release changes meanwhile. */
  | { readonly do: 'soak'; readonly bench: PlannedBench; readonly run: number; readonly from: string }
  | { readonly do: 'soak-decide' }
  | {
      readonly do: 'soak-end';
      readonly outcome: 'passed' | 'inconclusive';
      readonly reason: string;
    };

/**
 * The next step of an accepted release's soak; null where there is none, or it is over. Its moments are counted from
 * the acceptance, so that a run that was killed goes on by the same clock; the run's deadline is not the soak's.
 */
export function nextSoakStep(plan: RunPlan, journal: Journal): SoakStep | null {
  const { soak } = plan;
  const accepted = lastOf(journal, 'accepted');
  if (!soak || !accepted || lastOf(journal, 'soak-decided') || lastOf(journal, 'soak-ended')) return null;
  if (soakStates(plan, journal).some(({ state }) => state === 'regressed')) return { do: 'soak-decide' };
  const start = Date.parse(accepted.at);
  const due = soakBenches(plan, journal)
    .filter(({ stopped }) => stopped === null)
    .map((of) => ({ of, from: start + everyMs(soak) * nextSlot(soak, start, of, journal) }))
    .filter(({ from }) => from <= start + everyMs(soak) * soak.looks)
    .sort((a, b) => a.from - b.from)[0];
  if (!due) return { do: 'soak-end', ...soakConclusion(plan, journal) };
  const { bench, nextRun } = due.of;
  return { do: 'soak', bench, run: nextRun, from: new Date(due.from).toISOString() };
}

const everyMs = ({ everySeconds }: SoakPlan): number => everySeconds * 1000;

/** The slots are fixed, 1 to `looks`: one that was missed stays missed, and is not made up for by a burst of load. */
function nextSlot(soak: SoakPlan, start: number, { bench, looks }: SoakBench, journal: Journal): number {
  const last = entriesOf(journal, 'soaked').findLast(({ measured }) => measured.workload === bench.workload);
  const passed = last ? Math.floor((Date.parse(last.at) - start) / everyMs(soak)) : 0;
  return Math.max(passed, looks.length) + 1;
}
