import type { TruthRecord } from '../platforms/cartesia/server/truth/truth-record.ts';

/** The part of a record of the stand-in's truth that tells of who waited, and when. */
export type Witnessed = Pick<
  TruthRecord,
  'at' | 'run' | 'queueMs' | 'ttfaActualMs' | 'doneActualMs' | 'outcome'
>;

/** Between two looks at a metric: what came and went in it nobody could see. */
const unseenMs = 250;

/**
 * When more requests than that began to wait for a worker, of the stretch that was going on at a moment, by the stand-in's
 * own records; null where fewer waited. Waits that came and went between two looks are no such stretch.
 */
export function queuePassed(records: readonly Witnessed[], bound: number, seenAt: number): number | null {
  const moments = records
    .filter(({ queueMs }) => queueMs > 1)
    .flatMap(({ at, queueMs }) => [
      { at, change: 1 },
      { at: at + queueMs, change: -1 },
    ])
    .filter(({ at }) => at <= seenAt)
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let [waiting, since, until] = [0, 0, 0];
  for (const { at, change } of moments) {
    if (change > 0 && waiting === bound && at - until > unseenMs) since = at;
    if (change < 0 && waiting === bound + 1) until = at;
    waiting += change;
  }
  return since > 0 && (waiting > bound || seenAt - until <= unseenMs) ? since : null;
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
