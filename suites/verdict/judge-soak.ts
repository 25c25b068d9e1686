import { soakResults } from '../bench/soak-results.ts';
import type { Journal } from '../engine/journal.ts';
import type { RunPlan } from '../engine/plan.ts';
import { caseOf, type Judgement, judge } from './rules.ts';

/** The verdict again, after a soak proved a regression: the same rules over the trial's results and the soak's. */
export function judgeSoak(plan: RunPlan, journal: Journal): Judgement {
  const passed = caseOf(plan, journal);
  const soaked = soakResults(plan, journal).filter(({ gate }) => gate === 'blocking');
  return judge({
    ...passed,
    results: [...passed.results, ...soaked],
    owed: passed.owed + soaked.length,
  });
}
