import { type LevelResult, type LoadResult, scalarOf } from '../../../../load/result.ts';
import { failedRequests, type VersusMetric } from './metrics.ts';

/** One run of one side, come down to its numbers. */
export interface VersusRun {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly requests: number;
  readonly failed: number;
  /** By metric id; null where the run does not have it, or too few requests for the percentile. */
  readonly values: Readonly<Record<string, number | null>>;
  /** By metric id, of percentiles that too few requests were measured for: how many it takes. */
  readonly needs: Readonly<Record<string, number>>;
}

/** Why nothing may be concluded from a run; null where something may. */
export function troubleOf({ status, reason, levels }: LoadResult): string | null {
  const unsound = levels.flatMap(({ validity }) => (validity.valid ? [] : validity.reasons));
  if (status !== 'complete') return [reason ?? `the load ended ${status}`, ...unsound].join('; ');
  return unsound.length > 0 ? unsound.join('; ') : null;
}

export function readRun(metrics: readonly VersusMetric[], result: LoadResult): VersusRun {
  const { levels, startedAt, finishedAt } = result;
  const sum = (of: (level: LevelResult) => number) => levels.reduce((total, level) => total + of(level), 0);
  const requests = sum(({ counts }) => counts.started);
  const failed = sum(({ counts }) => counts.failed);
  const values = Object.fromEntries(
    metrics.map(({ id, definition, level }) => {
      const found = levels[level] && scalarOf(levels[level], definition);
      // A rate of nothing is how the engine says that the protocol has no such thing.
      return [id, found && found.value > 0 ? found.value : null];
    }),
  );
  const needs = metrics.flatMap(({ id, definition, level }) => {
    const lack = levels[level]?.unwarranted.find((one) => one.definition === definition);
    return lack ? [[id, lack.needs] as const] : [];
  });
  const share = requests > 0 ? failed / requests : null;
  return {
    startedAt,
    finishedAt,
    requests,
    failed,
    values: { ...values, [failedRequests.id]: share },
    needs: Object.fromEntries(needs),
  };
}
