/** What a vendor publishes for one GPU at one number of parallel streams. */
export interface PerformanceLevel {
  readonly concurrency: number;
  readonly ttfaP50Ms: number;
  readonly ttfaP95Ms: number;
  /** Of all streams together. */
  readonly charsPerSecond: number;
}

export interface PerformanceTable {
  readonly gpu: string;
  readonly recommendedConcurrency: number;
  /** In rising order of concurrency. */
  readonly levels: readonly PerformanceLevel[];
}

/**
 * The table at any concurrency: linear between its levels. Below the first level it is the first level.
 * Above the last one the time to first audio goes on rising as between the last two and the throughput
 * stays flat (assumption: the vendor publishes nothing there).
 */
export function levelAt(table: PerformanceTable, concurrency: number): PerformanceLevel {
  const { levels } = table;
  const first = levels[0]!;
  const last = levels.at(-1)!;
  if (concurrency <= first.concurrency) return { ...first, concurrency };
  const upper = levels.find((level) => level.concurrency >= concurrency) ?? last;
  const lower = levels[levels.indexOf(upper) - 1]!;
  const share = (concurrency - lower.concurrency) / (upper.concurrency - lower.concurrency);
  const mix = (low: number, high: number) => low + (high - low) * share;
  return {
    concurrency,
    ttfaP50Ms: mix(lower.ttfaP50Ms, upper.ttfaP50Ms),
    ttfaP95Ms: mix(lower.ttfaP95Ms, upper.ttfaP95Ms),
    charsPerSecond: Math.min(last.charsPerSecond, mix(lower.charsPerSecond, upper.charsPerSecond)),
  };
}
