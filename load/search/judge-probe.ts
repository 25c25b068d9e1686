import { differenceInterval, mean, meanInterval } from './batch-means.ts';
import type { LittleFinding } from './findings.ts';
import type { SearchOptions } from './options.ts';
import type { Batch, Probe } from './probe.ts';

/** What a probe is good for. */
export type JudgedProbe = {
  /** Why it does not count; empty when it does. */
  readonly faults: readonly string[];
  readonly little: LittleFinding | null;
  /** An open loop that the service does not keep up with. */
  readonly behind: boolean;
};

/** Of the statements that throw a probe away: they are asked of every probe. */
const surely = 0.99;
/** Streams and throughput × response time may differ by so much. */
const littleTolerance = 0.05;
/** The two halves of a window may differ by so much. */
const halvesTolerance = 0.1;
/** Of the requests offered, an open loop has to see so many finished in the same time. */
const keepsUp = 0.98;
/** Response times that grow by so much within a window are those of a growing backlog. */
const backlogGrowth = 0.5;
const fewestToFallBehind = 20;
/** Batches that a mean with an interval needs; the audit may throw the others away. */
const fewestBatches = 3;
/** With more failures than this the time of a stream is not only that of complete requests. */
const fewFailures = 0.01;

/** Judges one probe by itself: was it sound, in balance and stationary? */
export function judgeProbe(probe: Probe, mode: SearchOptions['mode']): JudgedProbe {
  const batches = probe.batches.filter(({ started }) => started > 0);
  const little = mode === 'concurrency' ? littlesLaw(probe.level, batches) : null;
  const behind = mode === 'rate' && fallsBehind(batches, probe.lost !== null);
  if (behind) return { faults: [], little, behind };
  const faults: string[] = [];
  if (probe.lost !== null) faults.push(probe.lost);
  else if (probe.invalid.length > 0 && batches.length < fewestBatches) faults.push(...probe.invalid);
  else if (batches.length < fewestBatches) faults.push('too few requests ended to tell anything');
  if (little && isViolated(little, batches)) {
    const seen = `throughput × response time is ${percent(-little.deviation)} off the number of streams`;
    faults.push(`Little's law does not hold: ${seen} (${littleRange(little)})`);
  }
  const drift = unsteady(batches, mode);
  if (drift) faults.push(drift);
  return { faults, little, behind };
}

function littlesLaw(streams: number, batches: readonly Batch[]): LittleFinding | null {
  const deviations = batches.flatMap(({ perSecond, responseMs }) =>
    responseMs === null ? [] : 1 - (perSecond * responseMs) / 1000 / streams,
  );
  if (deviations.length < 2) return null;
  return { deviation: mean(deviations), interval: meanInterval(deviations, surely) };
}

function isViolated({ interval: [low, high] }: LittleFinding, batches: readonly Batch[]): boolean {
  const failed = total(batches, 'failed') / total(batches, 'started');
  return high < -littleTolerance || (low > littleTolerance && failed <= fewFailures);
}

/**
 * What is finished in the window falls short of what was started in it: the backlog grows. A run that came to no end
 * because of that has few batches, and shows it by more.
 */
function fallsBehind(batches: readonly Batch[], lost: boolean): boolean {
  if (lost) {
    const ended = batches.reduce((sum, one) => sum + one.perSecond * one.windowSeconds + one.failed, 0);
    const started = total(batches, 'started');
    return started >= fewestToFallBehind && ended < keepsUp * started;
  }
  if (batches.length < 2) return false;
  const ended = batches.map(
    ({ perSecond, windowSeconds, started, failed }) => (perSecond * windowSeconds + failed) / started,
  );
  if (mean(ended) < keepsUp && meanInterval(ended, 0.95)[1] < keepsUp) return true;
  const growth = halves(batches, ({ responseMs }) => responseMs, 0.95);
  return growth !== null && growth.change > backlogGrowth && growth.interval[0] > 0;
}

type Change = { readonly change: number; readonly interval: readonly [number, number] };

/** How the second half of the window differs from the first, relative; the interval is of the logarithm. */
function halves(
  batches: readonly Batch[],
  value: (batch: Batch) => number | null,
  confidence: number,
): Change | null {
  const logs = batches.map((one) => Math.log(value(one) ?? Number.NaN));
  if (!logs.every(Number.isFinite)) return null;
  const half = Math.floor(batches.length / 2);
  const [a, b] = [logs.slice(0, half), logs.slice(-half)];
  return { change: Math.expm1(mean(b) - mean(a)), interval: differenceInterval(a, b, confidence) };
}

/** In words, when the second half of the window is surely another service than the first. */
function unsteady(batches: readonly Batch[], mode: SearchOptions['mode']): string | null {
  const compare = (what: string, value: (batch: Batch) => number | null): string | null => {
    const found = halves(batches, value, surely);
    if (!found || Math.abs(found.change) < halvesTolerance) return null;
    if (found.interval[0] <= 0 && found.interval[1] >= 0) return null;
    // Waits of an open loop grow by themselves near the limit: that is for the SLO to judge. Shrinking is a cold start.
    if (mode === 'rate' && found.change > 0) return null;
    return `not steady: ${what} was ${percent(found.change)} in the second half of the window`;
  };
  const response = compare('the response time', ({ responseMs }) => responseMs);
  return mode === 'rate' ? response : (response ?? compare('the throughput', ({ perSecond }) => perSecond));
}

export const total = (batches: readonly Batch[], key: 'started' | 'complete' | 'failed' | 'good'): number =>
  batches.reduce((sum, one) => sum + one[key], 0);

const percent = (share: number): string =>
  `${share > 0 ? '+' : '−'}${Number(Math.abs(share * 100).toFixed(1))} %`;

const littleRange = ({ interval: [low, high] }: LittleFinding): string =>
  `${percent(-high)} to ${percent(-low)}`;
