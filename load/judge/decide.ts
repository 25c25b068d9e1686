import { studentTCdf, studentTQuantile } from './student-t.ts';

/** A metric as the judge needs it. */
export type JudgedMetric = { readonly name: string; readonly better: 'lower' | 'higher' };

export type Verdict = 'regressed' | 'pass' | 'improved' | 'inconclusive';

/** What this cluster's own A/A runs say about run-to-run spread: SD `s0` on the log scale, worth `d0` degrees of freedom. */
export type SpreadPrior = { readonly s0: number; readonly d0: number };

export type DecideOptions = {
  /** Smallest relative change, worse positive, that must not pass; default 0.05. */
  readonly minEffect?: number;
  readonly prior?: SpreadPrior;
  /** Probability of a false `regressed`, one-sided, over all looks; default 0.05. */
  readonly alpha?: number;
  /** Probability of a false `pass`, one-sided, over all looks; default 0.05. */
  readonly beta?: number;
  /** Candidate runs at most (R): below it an open case is `more`, at it `inconclusive`; default 3. */
  readonly maxRuns?: number;
  /** Accepted runs that a baseline must have; default 4. */
  readonly minBaseline?: number;
};

/** Relative changes, worse positive: 0.31 is 31 % worse than the baseline, whichever way is better. */
export type Decision = {
  /** `more`: measure the candidate once more and ask again. */
  readonly verdict: Verdict | 'more';
  readonly effect: number | null;
  readonly interval: readonly [number, number] | null;
  /** Probability of so large an effect if the true one were half the minimum effect; for Holm. */
  readonly p: number | null;
  /** One sentence for a person. */
  readonly reason: string;
};

const defaults = { minEffect: 0.05, alpha: 0.05, beta: 0.05, maxRuns: 3, minBaseline: 4 };

/** Runs are never alike to better than this, whatever a few of them say. */
const spreadFloor = 0.002;

/**
 * Judges candidate runs of a release against accepted runs of the one before; one positive scalar per run.
 * Log scale, moderated run-to-run variance, t interval with α and β divided by the looks that R allows.
 *
 * `regressed` needs half of the minimum effect to be proven, `pass` needs the whole to be ruled out. An effect that
 * is proven to lie between the two goes to the nearer: 3 % (2.7 to 3.3) under a limit of 5 % is a pass.
 */
export function decide(
  metric: JudgedMetric,
  baseline: readonly number[],
  candidate: readonly number[],
  options: DecideOptions = {},
): Decision {
  const { minEffect, alpha, beta, maxRuns, minBaseline, prior } = { ...defaults, ...options };
  const unable = (reason: string): Decision => ({
    verdict: 'inconclusive',
    effect: null,
    interval: null,
    p: null,
    reason: `${metric.name}: ${reason}`,
  });
  const k = baseline.length;
  const r = candidate.length;
  if (![...baseline, ...candidate].every((value) => Number.isFinite(value) && value > 0))
    return unable('a value is missing, zero, negative or not a number, so nothing can be said');
  if (k < minBaseline) return unable(`only ${k} accepted runs in the baseline, ${minBaseline} are needed`);
  if (r === 0) return unable('the release was not measured');

  const worse = metric.better === 'lower' ? 1 : -1;
  const base = baseline.map((value) => worse * Math.log(value));
  const centre = mean(base);
  const delta = mean(candidate.map((value) => worse * Math.log(value))) - centre;
  const { spread, df } = moderate(base, centre, prior);
  const error = spread * Math.sqrt(1 / r + 1 / k);
  const low = delta - studentTQuantile(1 - alpha / maxRuns, df) * error;
  const high = delta + studentTQuantile(1 - beta / maxRuns, df) * error;
  const halfway = Math.log1p(minEffect / 2);
  const limit = Math.log1p(minEffect);

  const regressed = low > halfway && (high >= limit || delta - halfway >= limit - delta);
  const verdict: Decision['verdict'] =
    high < -halfway
      ? 'improved'
      : regressed
        ? 'regressed'
        : high < limit
          ? 'pass'
          : r < maxRuns
            ? 'more'
            : 'inconclusive';
  const effect = Math.expm1(delta);
  const interval = [Math.expm1(low), Math.expm1(high)] as const;
  const p = 1 - studentTCdf((delta - halfway) / error, df);
  return {
    verdict,
    effect,
    interval,
    p,
    reason: explain(metric, verdict, effect, interval, k, r, minEffect),
  };
}

/** Pools the baseline's own variance with the prior, weighted by degrees of freedom. */
function moderate(base: readonly number[], centre: number, prior: SpreadPrior = { s0: 0, d0: 0 }) {
  const squares = base.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const df = prior.d0 + base.length - 1;
  const spread = Math.max(spreadFloor, Math.sqrt((prior.d0 * prior.s0 ** 2 + squares) / df));
  return { spread, df };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function explain(
  metric: JudgedMetric,
  verdict: Decision['verdict'],
  effect: number,
  interval: readonly [number, number],
  k: number,
  r: number,
  minEffect: number,
): string {
  const runs = (n: number) => `${n} ${n === 1 ? 'run' : 'runs'}`;
  const size = `${percent(Math.abs(effect))} ${effect >= 0 ? 'worse' : 'better'}`;
  const range = `${percent(interval[0])} to ${percent(interval[1])}`;
  const seen = `${metric.name} is ${size} (${range}) than the last ${k} accepted runs, by ${runs(r)}`;
  const limit = `limit ${percent(minEffect)}`;
  switch (verdict) {
    case 'regressed':
      return `${seen}; ${limit}`;
    case 'improved':
      return `${seen}; an improvement`;
    case 'pass':
      return `${seen}; a change of ${percent(minEffect)} or more is ruled out`;
    case 'more':
      return `${seen}; too uncertain against the ${limit}, one more run is needed`;
    case 'inconclusive':
      return `${seen}; still too uncertain against the ${limit} after all runs that are allowed`;
  }
}

function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0))} %`;
}
