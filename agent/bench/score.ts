import { shareBounds } from '../../load/search/binomial.ts';
import type { RunRecord } from '../../suites/record/record.ts';

/** What became of the upgrades of one kind. */
export interface Score {
  readonly shift: string;
  readonly upgrades: number;
  readonly rolledBack: number;
  /** Of those, with a regression against the baseline; the others left the expected range or a service level only. */
  readonly byBaseline: number;
  readonly held: number;
  readonly promoted: number;
  /** Benchmark runs until the verdict, mean. */
  readonly runs: number;
}

export function scoreOf(shift: string, records: readonly RunRecord[]): Score {
  const decided = (decision: RunRecord['decision']) => records.filter((one) => one.decision === decision);
  const runs = records.reduce((sum, { benches }) => sum + benches.flatMap((bench) => bench.runs).length, 0);
  return {
    shift,
    upgrades: records.length,
    rolledBack: decided('rollback').length,
    byBaseline: decided('rollback').filter(isRegressed).length,
    held: decided('hold').length,
    promoted: decided('promote').length,
    runs: runs / Math.max(1, records.length),
  };
}

const isRegressed = ({ results }: RunRecord): boolean =>
  results.some(
    ({ check, gate, outcome }) => check.endsWith('.regression') && gate === 'blocking' && outcome === 'fail',
  );

/** Of so many seen, the share that it may truly be at most, with 95 % confidence. */
export const atMost = (seen: number, of: number): number => shareBounds(seen, of, 0.05)[1];
