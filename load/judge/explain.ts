import type { Accepted } from './accepted.ts';
import type { Decision, JudgedMetric } from './decide.ts';

/** A decision with its numbers; relative changes, worse positive. */
type Explained = {
  readonly metric: JudgedMetric;
  readonly verdict: Decision['verdict'];
  readonly effect: number;
  readonly interval: readonly [number, number];
  readonly accepted: Accepted;
  /** Whether they are one run of long ago, and not the last ones. */
  readonly anchored: boolean;
  /** Candidate runs. */
  readonly runs: number;
  readonly minEffect: number;
  /** Whether the newest accepted run was at the candidate's level already. */
  readonly before: boolean;
};

/** One sentence for a person, with the numbers it stands on. */
export function explain({
  metric,
  verdict,
  effect,
  interval,
  accepted,
  anchored,
  runs,
  minEffect,
  before,
}: Explained): string {
  const size = `${percent(Math.abs(effect))} ${effect >= 0 ? 'worse' : 'better'}`;
  const range = `${percent(interval[0])} to ${percent(interval[1])}`;
  const aside = accepted.aside > 0 ? ' (one more, far off the others, is set aside)' : '';
  const by = `by ${runs} ${runs === 1 ? 'run' : 'runs'}`;
  const others = anchored
    ? 'the anchor, an accepted run of long ago'
    : `the last ${accepted.runs} accepted runs${aside}`;
  const seen = `${metric.name} is ${size} (${range}) than ${others}, ${by}`;
  const limit = `limit ${percent(minEffect)}`;
  if (before && verdict !== 'regressed') {
    const newest = percent(Math.expm1(accepted.newest));
    return `${seen}; but the newest accepted run was ${newest} worse already, so it began before this release`;
  }
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
