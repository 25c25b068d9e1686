import type { Journal } from '../engine/journal.ts';
import { type Finding, inconclusive, skip } from '../record/finding.ts';
import type { Result } from '../record/result.ts';
import { owedByBench } from './owed.ts';
import type { Measured, PlannedBench } from './plan.ts';
import { nextMeasurement, runsOf } from './session.ts';
import { suspectsOf } from './suspects.ts';

const suite = 'bench';

/** A reason names so many suspects. */
const mostNamed = 3;

/** A benchmark's results, once nothing more is to be measured. */
export function benchResults(bench: PlannedBench, journal: Journal): Result[] {
  if (bench.withheld !== undefined) return withheldResults(bench, bench.withheld);
  const runs = runsOf(bench, journal);
  if (runs.length === 0 || nextMeasurement(bench, journal)) return [];
  const valid = runs.filter((run) => run.status === 'valid');
  const startedAt = runs[0]!.startedAt;
  const finishedAt = runs.at(-1)!.finishedAt;
  return owedByBench(bench).map(({ check, title, gate, criterion, limit, find }) => {
    const found = valid.length === 0 ? noneCounted(runs) : find(valid);
    const suspects = found.outcome === 'fail' ? suspectsOf(bench, criterion, valid, limit) : [];
    return {
      ...found,
      suite,
      check,
      title,
      gate,
      blames: 'release',
      attempts: [{ ...found, startedAt, finishedAt }],
      ...(suspects.length > 0 && { suspects }),
    };
  });
}

/** Why no run counted, and what was seen beside the load: whoever is woken by it looks there first. */
function noneCounted(runs: readonly Measured[]): Finding {
  const seen = runs.flatMap(({ suspects = [] }) =>
    suspects.map(({ object, words }) => `${object}: ${words}`),
  );
  const beside = [...new Set(seen.reverse())].slice(0, mostNamed);
  return inconclusive(
    [
      `no run counted: ${runs.at(-1)!.reason}`,
      ...(beside.length > 0 ? [`beside it ${beside.join('; ')}`] : []),
    ].join('; '),
  );
}

/** A benchmark that the policy leaves no room for owes its results all the same: whoever reads sees what is not known. */
function withheldResults(bench: PlannedBench, reason: string): Result[] {
  return owedByBench(bench).map(({ check, title, gate }) => {
    const found = skip(`not measured: ${reason}`);
    return { ...found, suite, check, title, gate, blames: 'release', attempts: [] };
  });
}
