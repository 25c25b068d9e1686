import { type Accepted, mean, summarise } from './accepted.ts';
import { explain } from './explain.ts';
import { boundOfLooks, heightOf, type Looks, tailOfLooks } from './looks.ts';
import { moderate, type SpreadPrior } from './moderate.ts';

/** A metric as the judge needs it. */
export type JudgedMetric = { readonly name: string; readonly better: 'lower' | 'higher' };

export type Verdict = 'regressed' | 'pass' | 'improved' | 'inconclusive';

export type DecideOptions = {
  /** Smallest relative change, worse positive, that must not pass; default 0.05. */
  readonly minEffect?: number;
  /** What the cluster's A/A runs say about run-to-run spread; see `fitPrior`. */
  readonly prior?: SpreadPrior;
  /** Probability of a false `regressed`, one-sided, over all looks; default 0.05. */
  readonly alpha?: number;
  /** Probability of a false `pass`, one-sided, over all looks; default 0.05. */
  readonly beta?: number;
  /** Candidate runs at most (R): below it an open case is `more`, at it `inconclusive`; default 3. */
  readonly maxRuns?: number;
  /** Accepted runs that a baseline must have; default 4. */
  readonly minBaseline?: number;
  /** One run to compare with instead of the accepted ones, which then tell the spread alone: what crept up over many. */
  readonly anchor?: number;
};

/** Relative changes, worse positive: 0.31 is 31 % worse than the baseline, whichever way is better. */
export type Decision = {
  /** `more`: measure the candidate once more and ask again. */
  readonly verdict: Verdict | 'more';
  readonly effect: number | null;
  readonly interval: readonly [number, number] | null;
  /** Probability of so large an effect at any look if the true one were half the minimum effect; for Holm. */
  readonly p: number | null;
  /** One sentence for a person. */
  readonly reason: string;
};

const defaults = { minEffect: 0.05, alpha: 0.05, beta: 0.05, maxRuns: 3, minBaseline: 4 };

/** From this share of the change on, the newest accepted run had it already. */
const alreadyThere = 2 / 3;

/**
 * Judges candidate runs of a release against accepted runs of the one before, oldest first; one positive scalar per
 * run. Log scale, moderated run-to-run variance, t interval with the bounds for as many looks as R allows.
 *
 * `regressed` needs half of the minimum effect to be proven, `pass` needs the whole to be ruled out. An effect that
 * is proven to lie between the two goes to the nearer: 3 % (2.7 to 3.3) under a limit of 5 % is a pass.
 *
 * Two guards against what the statistics do not know. Most of the candidate's runs must lie on the verdict's side: one
 * stray run condemns nobody. And where the newest accepted run is at the candidate's level already, the change began
 * before this release, which is not to be blamed for it.
 */
export function decide(
  metric: JudgedMetric,
  baseline: readonly number[],
  candidate: readonly number[],
  options: DecideOptions = {},
): Decision {
  const { minEffect, alpha, beta, maxRuns, minBaseline, prior, anchor } = { ...defaults, ...options };
  const unable = (reason: string): Decision => ({
    verdict: 'inconclusive',
    effect: null,
    interval: null,
    p: null,
    reason: `${metric.name}: ${reason}`,
  });
  const k = baseline.length;
  const r = candidate.length;
  if (![...baseline, ...candidate, anchor ?? 1].every((value) => Number.isFinite(value) && value > 0))
    return unable('a value is missing, zero, negative or not a number, so nothing can be said');
  if (k < minBaseline) return unable(`only ${k} accepted runs in the baseline, ${minBaseline} are needed`);
  if (r === 0) return unable('the release was not measured');

  const worse = metric.better === 'lower' ? 1 : -1;
  const logs = (values: readonly number[]) => values.map((value) => worse * Math.log(value));
  const rolling = summarise(logs(baseline), minBaseline);
  const accepted = anchor === undefined ? rolling : anchoredAt(worse * Math.log(anchor), rolling);
  const changes = logs(candidate).map((value) => value - accepted.centre);
  const delta = mean(changes);
  const { spread, df } = moderate(accepted, prior);
  const error = spread * Math.sqrt(1 / r + 1 / accepted.runs);
  // To acquit should be quick. To condemn need not be: a second run is asked for anyway, and the third finds more.
  const looks = { baseline: accepted.runs, looks: Math.max(maxRuns, r) };
  const condemning: Looks = { ...looks, spent: 'late' };
  const height = heightOf(condemning, r);
  const low = delta - height * boundOfLooks(condemning, df, alpha) * error;
  const high = delta + boundOfLooks({ ...looks, spent: 'even' }, df, beta) * error;
  const halfway = Math.log1p(minEffect / 2);
  const limit = Math.log1p(minEffect);

  const most = (side: (change: number) => boolean) => changes.filter(side).length > r / 2;
  const slower = low > halfway && (high >= limit || delta - halfway >= limit - delta);
  const before = slower && accepted.newest >= alreadyThere * delta;
  const open = r < maxRuns ? 'more' : 'inconclusive';
  const verdict: Decision['verdict'] = slower
    ? !before && most((change) => change > halfway)
      ? 'regressed'
      : open
    : high < -halfway && most((change) => change < -halfway)
      ? 'improved'
      : high < limit && most((change) => change < limit)
        ? 'pass'
        : open;
  const effect = Math.expm1(delta);
  const interval = [Math.expm1(low), Math.expm1(high)] as const;
  const p = tailOfLooks(condemning, df, (delta - halfway) / (height * error));
  const anchored = anchor !== undefined;
  const reason = explain({
    metric,
    verdict,
    effect,
    interval,
    accepted,
    anchored,
    runs: r,
    minEffect,
    before,
  });
  return { verdict, effect, interval, p, reason };
}

/** One run with the spread of others. What it has not yet began after it, so that no later run excuses anything. */
const anchoredAt = (centre: number, rolling: Accepted): Accepted => ({
  ...rolling,
  centre,
  runs: 1,
  aside: 0,
  newest: 0,
});
