import { moderate } from '../../load/judge/moderate.ts';
import type { RunSpread } from '../../load/judge/run-spread.ts';
import { type JudgePlan, largestEffect, smallestEffect } from '../../load/judge/smallest-effect.ts';
import { type CalibratedCriterion, smallestOf } from './calibrate.ts';

/** A relative number as people write it: `1.3 %`, `31 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(Math.abs(value) < 9.95 ? 1 : 0))} %`;
}

/** Rounded up, so that who asks for it is not refused again. */
export function atLeast(share: number): string {
  const steps = share < 0.099 ? 1000 : 100;
  return percent(Math.ceil(share * steps) / steps);
}

/** The judge takes no runs to be more alike than this, however long they are. */
const leastSpread = 0.002;

/** What is to be said of a criterion whose threshold cannot be held, and what would help; null where it can. */
export function troubleWith(calibrated: CalibratedCriterion): string | null {
  const { criterion, threshold, judged, measured, state, unsteady } = calibrated;
  if (state === 'held') return null;
  if (state === 'unsteady')
    return `${criterion.title}: not calibrated, because the runs were not steady; ${unsteady}. Wait until the release is warm and nothing else goes on, and begin the calibration anew`;
  if (!measured)
    return `${criterion.title}: not calibrated, because too few runs had enough requests for it; measure longer`;
  const { spread, smallest } = measured;
  const noise = `runs of this release differ by ${percent(spread.spread)} (${percent(spread.interval[0])} to ${percent(spread.interval[1])})`;
  const runs = `${judged.maxRuns} ${judged.maxRuns === 1 ? 'run' : 'runs'} against ${judged.accepted} accepted ones`;
  if (smallestOf(smallest) >= largestEffect)
    return `refused: ${criterion.title}: ${noise}, so that ${runs} can hold no threshold at all; measure longer, and find out what else goes on`;
  const otherwise =
    threshold < smallest.ruledOut
      ? 'more than one in five releases that have not changed would be held as inconclusive'
      : `more than one in five releases that are ${percent(threshold)} worse would be held as inconclusive, and not found`;
  return `refused: ${criterion.title}: a threshold of ${percent(threshold)} is below what ${runs} can find: ${noise}, and ${otherwise}; ${[`ask for at least ${atLeast(smallestOf(smallest))}`, ...helpWith(threshold, spread, judged)].join(', or ')}`;
}

function helpWith(threshold: number, of: RunSpread, judged: JudgePlan): string[] {
  const { spread } = moderate(of, judged.prior);
  const least = (plan: JudgePlan) => smallestOf(smallestEffect(spread, plan));
  // A regression is proven against half of its threshold: what is left of it, in spreads, is what counts.
  const room = (effect: number) => Math.log1p(effect) - Math.log1p(effect / 2);
  const wanted = (spread * room(threshold)) / room(least(judged));
  return [
    ...(wanted >= leastSpread
      ? [`measure longer, until they differ by no more than ${percent(Math.floor(wanted * 1000) / 1000)}`]
      : []),
    ...(judged.maxRuns < 5
      ? [`allow 5 runs of a release (then ${atLeast(least({ ...judged, maxRuns: 5 }))})`]
      : []),
    ...(judged.accepted < 20
      ? [`compare with 20 accepted runs (then ${atLeast(least({ ...judged, accepted: 20 }))})`]
      : []),
  ];
}
