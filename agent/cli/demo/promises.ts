import type { FaultRecipe } from '../../../kind-fixtures/faults/fault-recipe.ts';
import { benchRows, comparisonText, valueText, weightiestFirst } from '../../../reports/view/bench.ts';
import type { RunRecord } from '../../../suites/record/record.ts';

/** One thing that the demo promises, and whether it came so. */
export interface Kept {
  readonly label: string;
  readonly ok: boolean;
  readonly text: string;
}

const verdictText = ({ verdict, decision, blame }: RunRecord): string =>
  `${verdict}, ${decision}${verdict === 'fail' ? `, blame: ${blame}` : ''}`;

/** The first release must pass. */
export const firstPromise = (record: RunRecord): Kept => ({
  label: 'first',
  ok: record.verdict === 'pass' && record.decision === 'promote',
  text: `${record.tag}: ${verdictText(record)}`,
});

/** The upgrade without a fault must pass as well, and nothing is rolled back. */
export const controlPromise = (record: RunRecord): Kept => ({
  label: 'control',
  ok: record.verdict === 'pass' && record.decision === 'promote' && !record.rollback && !record.signal,
  text: `${record.tag}, the same upgrade without the fault: ${verdictText(record)}${record.rollback ? ', rolled back' : ', no rollback'}${record.signal ? ', signalled' : ', no signal'}`,
});

/** The worse release must be found, and the cluster must be back on the verified one. */
export function faultPromises(record: RunRecord, { title, caughtBy }: FaultRecipe): Kept[] {
  const worst = record.benches
    .flatMap((bench) => weightiestFirst(benchRows(bench)))
    .find((row) => row.comparison?.state === 'regressed');
  const failed = record.results.find((one) => one.outcome === 'fail' && caughtBy.includes(one.check));
  const found = failed
    ? `${failed.title}: ${failed.reason}`
    : worst
      ? `${worst.criterion.title}: ${valueText(worst)}, ${comparisonText(worst)}`
      : null;
  const { rollback } = record;
  const answered = (outcome: string) =>
    rollback?.results.filter((one) => one.outcome === outcome).length ?? 0;
  const [verified, skipped, owed] = [answered('pass'), answered('skip'), rollback?.results.length ?? 0];
  const against = rollback?.results.some(
    ({ gate, outcome }) => gate === 'blocking' && (outcome === 'fail' || outcome === 'inconclusive'),
  );
  return [
    {
      label: 'worse',
      ok: record.verdict === 'fail' && record.blame === 'release' && found !== null,
      text: `${record.tag}, ${title.toLowerCase()}: ${verdictText(record)}`,
    },
    {
      label: 'found',
      ok: found !== null,
      text: found ?? 'neither the check nor a regression that was expected',
    },
    {
      label: 'signal',
      ok: record.decision === 'rollback' && (record.signal?.receipts.length ?? 0) > 0,
      text: record.signal ? `${record.signal.id}: ${record.signal.receipts.join('; ')}` : 'no signal',
    },
    {
      label: 'rollback',
      ok: rollback?.outcome === 'done' && verified > 0 && !against && record.needsHuman === null,
      text: rollback
        ? `${rollback.outcome}: revision ${rollback.revision} = ${rollback.target?.revision}, ${rollback.target?.tag}; ${verified} of ${owed - skipped} results of the rollback suite passed${skipped > 0 ? `, ${skipped} do not apply` : ''}`
        : 'no rollback',
    },
  ];
}
