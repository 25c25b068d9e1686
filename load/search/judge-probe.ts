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
const keepsUp = 0.97;
/** With more failures than this the time of a stream is not only that of complete requests. */
const fewFailures = 0.01;

/** Judges one probe by itself: was it sound, in balance and stationary? */
export function judgeProbe(probe: Probe, mode: SearchOptions['mode']): JudgedProbe {
  const batches = probe.batches.filter(({ started }) => started > 0);
  const little = mode === 'concurrency' ? littlesLaw(probe.level, batches) : null;
  const behind = mode === 'rate' && fallsBehind(batches);
  const faults = [...probe.trouble];
  if (batches.length < 2) faults.push('too few requests ended to tell anything');
  if (little && isViolated(little, batches)) {
    const seen = `throughput × response time is ${percent(-little.deviation)} off the number of streams`;
    faults.push(`Little's law does not hold: ${seen} (${littleRange(little)})`);
  }
  const drift = behind ? null : unsteady(batches);
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

/** What is finished in the window falls short of what was started in it: the backlog grows. */
function fallsBehind(batches: readonly Batch[]): boolean {
  if (batches.length < 2) return false;
  const ended = batches.map(({ perSecond, windowSeconds, started, failed }) =>
    started === 0 ? 1 : (perSecond * windowSeconds + failed) / started,
  );
  return mean(ended) < keepsUp && meanInterval(ended, 0.95)[1] < keepsUp;
}

/** In words, when the second half of the window is surely another service than the first. */
function unsteady(batches: readonly Batch[]): string | null {
  const half = Math.floor(batches.length / 2);
  const compare = (what: string, value: (batch: Batch) => number | null): string | null => {
    const logs = batches.map((one) => Math.log(value(one) ?? Number.NaN));
    if (!logs.every(Number.isFinite)) return null;
    const [a, b] = [logs.slice(0, half), logs.slice(-half)];
    const [low, high] = differenceInterval(a, b, surely);
    const change = Math.expm1(mean(b) - mean(a));
    if (Math.abs(change) < halvesTolerance || (low <= 0 && high >= 0)) return null;
    return `not steady: ${what} in the second half was ${percent(change)} of the first half's`;
  };
  return (
    compare('the throughput', ({ perSecond }) => perSecond) ??
    compare('the response time', ({ responseMs }) => responseMs)
  );
}

export const total = (batches: readonly Batch[], key: 'started' | 'complete' | 'failed' | 'good'): number =>
  batches.reduce((sum, one) => sum + one[key], 0);

const percent = (share: number): string =>
  `${share > 0 ? '+' : '−'}${Number(Math.abs(share * 100).toFixed(1))} %`;

const littleRange = ({ interval: [low, high] }: LittleFinding): string =>
  `${percent(-high)} to ${percent(-low)}`;
