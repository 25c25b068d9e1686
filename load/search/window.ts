import { samplesNeeded } from '../percentile-warrant.ts';
import { mean } from './batch-means.ts';
import type { Evidence } from './evidence.ts';
import type { SearchOptions } from './options.ts';
import type { Probe, Purpose } from './probe.ts';
import type { Step, Survey } from './slo-step.ts';

/** How long a probe is to be. */
export type ProbeWindow = {
  /** Length of one batch, seconds. */
  readonly batchSeconds: number;
  /** Wall seconds that the whole probe will take, about, and of these the load's. */
  readonly seconds: number;
  readonly loadSeconds: number;
  /** When the load is cut off at the latest. */
  readonly mostSeconds: number;
};

/** Of a load run beside its levels, until the first probe has shown it. */
const firstOverhead = 1.5;
/** Beyond twice what a probe should take. */
const slackSeconds = 2;
/** Probes that a search still has in front of it, by where it stands; generous, so that time is left for the proof. */
const ahead: Record<Purpose, number> = { climb: 7, bisect: 5, confirm: 3, repeat: 5, knee: 3 };

/** The probe's window: as many requests as its purpose needs, as long as its share of the time left allows. */
export function windowFor(
  step: Step,
  survey: Survey,
  history: readonly Probe[],
  options: SearchOptions,
  warmupSeconds: number,
): ProbeWindow {
  const { rungs, known } = survey;
  const level = rungs[step.rung]!;
  const near = nearest(history, level);
  const responseSeconds = near?.responseSeconds ?? 0;
  const rate = expectedRate(level, near, options.mode);
  const overhead = overheadOf(history);
  const left = options.seconds - secondsSpent(history);
  // A hiccup weighs less in a longer window, for the audit as well.
  const patience = step.purpose === 'repeat' ? 2 : 1;
  const least = patience * options.batches * Math.max(options.batchSeconds, responseSeconds);
  const lost = (batchSeconds: number) =>
    Math.max(warmupSeconds, batchSeconds) + options.batches * responseSeconds;
  const wanted = rate > 0 ? requestsWanted(step, known[step.rung], options) / rate : 0;
  const share = left / ahead[step.purpose] - overhead - lost(least / options.batches);
  const window = Math.max(least, Math.min(wanted * 1.2, share));
  const batchSeconds = window / options.batches;
  const loadSeconds = window + lost(batchSeconds);
  // An open loop that falls behind has no end by itself. A closed loop has, and so has what nobody has seen yet.
  const cut = 2 * loadSeconds + slackSeconds;
  const mostSeconds = options.mode === 'rate' && near ? cut : Math.max(cut, left);
  return { batchSeconds, seconds: overhead + loadSeconds, loadSeconds, mostSeconds };
}

export const secondsSpent = (history: readonly Probe[]): number =>
  history.reduce((sum, { seconds }) => sum + seconds, 0);

export const requestsSpent = (history: readonly Probe[]): number =>
  history.reduce((sum, { requests }) => sum + requests, 0);

/** What a load run takes beyond its levels: the median of those that came to their end. */
function overheadOf(history: readonly Probe[]): number {
  const seen = history.flatMap(({ lost, seconds, loadSeconds }) =>
    lost === null ? Math.max(0, seconds - loadSeconds) : [],
  );
  return seen.toSorted((a, b) => a - b)[seen.length >> 1] ?? firstOverhead;
}

type Seen = { readonly level: number; readonly responseSeconds: number; readonly perSecond: number };

/** What the latest probe at the nearest level saw; one that came to no end tells only where no other does. */
function nearest(history: readonly Probe[], level: number): Seen | undefined {
  const whole = history.filter(({ lost }) => lost === null);
  const seen = (whole.length > 0 ? whole : history).flatMap((probe): Seen[] => {
    const batches = probe.batches.filter(({ responseMs }) => responseMs !== null);
    if (batches.length === 0) return [];
    const responseSeconds = mean(batches.map(({ responseMs }) => responseMs! / 1000));
    return [{ level: probe.level, responseSeconds, perSecond: mean(batches.map((one) => one.perSecond)) }];
  });
  const distance = (one: Seen) => Math.abs(Math.log(one.level / level));
  return seen.toReversed().toSorted((a, b) => distance(a) - distance(b))[0];
}

/** Requests a second at a level; of a closed loop no more than was seen, for a lower level in proportion. */
function expectedRate(level: number, near: Seen | undefined, mode: SearchOptions['mode']): number {
  if (mode === 'rate') return level;
  return near ? near.perSecond * Math.min(1, level / near.level) : 0;
}

/** Requests until the level is likely decided, after those that there are. */
function requestsWanted(
  { purpose }: Step,
  seen: Evidence | undefined,
  { share, confidence, looks }: SearchOptions,
): number {
  const proof = samplesNeeded(share, 1 - (1 - confidence) / looks);
  if (purpose === 'climb') return proof / 3;
  if (!seen || seen.requests === 0 || purpose === 'knee') return proof;
  // By the normal approximation, for the share that was seen.
  const distance = Math.max(0.005, Math.abs(seen.share - share));
  const needed = (2.3 / distance) ** 2 * share * (1 - share) * seen.spread;
  return Math.min(20 * proof, Math.max(proof, needed - seen.requests));
}
