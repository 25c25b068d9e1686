import type { TruthRecord } from '../platforms/cartesia/server/truth/truth-record.ts';

/** The part of a record of the stand-in's truth that tells of who waited, and when. */
export type Witnessed = Pick<
  TruthRecord,
  'at' | 'run' | 'queueMs' | 'ttfaActualMs' | 'doneActualMs' | 'outcome'
>;

/** When more requests than that waited for a worker for the first time, by the stand-in's own records; null: never. */
export function queuePassed(records: readonly Witnessed[], bound: number): number | null {
  const moments = records
    .filter(({ queueMs }) => queueMs > 1)
    .flatMap(({ at, queueMs }) => [
      { at, change: 1 },
      { at: at + queueMs, change: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let waiting = 0;
  for (const { at, change } of moments) {
    waiting += change;
    if (waiting > bound) return at;
  }
  return null;
}

/** When the first of the users who are not ours had waited longer than that for the first audio; null: nobody had. */
export function latencyPassed(
  records: readonly Witnessed[],
  ours: string,
  since: number,
  boundMs: number,
): number | null {
  const late = records
    .filter(({ run, at }) => run !== ours && at >= since)
    .filter(({ ttfaActualMs, doneActualMs }) => (ttfaActualMs ?? doneActualMs) > boundMs)
    .map(({ at }) => at + boundMs);
  return late.length > 0 ? Math.min(...late) : null;
}

/** The arrival of the last request that was ours; null where there was none. */
export function lastOfOurs(records: readonly Witnessed[], ours: string): number | null {
  const arrivals = records.filter(({ run }) => run === ours).map(({ at }) => at);
  return arrivals.length > 0 ? Math.max(...arrivals) : null;
}
