import type { Decision } from '../decide.ts';
import type { PairedMetric } from './compare.ts';

/** A decision with its numbers; relative changes, of shares absolute ones; worse positive. */
type Explained = {
  readonly metric: PairedMetric;
  readonly verdict: Decision['verdict'];
  readonly effect: number;
  readonly interval: readonly [number, number];
  readonly limit: number;
  /** Pairs that count. */
  readonly pairs: number;
  /** The change in the pair that is set aside, where there is one. */
  readonly aside: number | undefined;
};

/** One sentence for a person, with the numbers it stands on. */
export function explainPairs({ metric, verdict, effect, interval, limit, pairs, aside }: Explained): string {
  const { name, better, scale } = metric;
  const unit = scale === 'share' ? 'points' : '%';
  const worse = effect >= 0;
  const [up, down] = scale === 'ratio' && better === 'lower' ? ['slower', 'faster'] : ['worse', 'better'];
  const [from, to] = worse ? interval : [-interval[1], -interval[0]];
  const size = `${figure(Math.abs(effect))} ${unit} (${figure(from)} to ${figure(to)} ${unit})`;
  const stray =
    aside === undefined
      ? ''
      : ` (one more, ${figure(Math.abs(aside))} ${unit} ${aside > 0 ? up : down}, is set aside)`;
  const end = conclusion(verdict, `${figure(limit)} ${unit}`);
  return `new is ${size} ${worse ? up : down} in ${name} by ${pairs} pairs${stray}; ${end}`;
}

function conclusion(verdict: Decision['verdict'], limit: string): string {
  switch (verdict) {
    case 'regressed':
      return `limit ${limit}`;
    case 'improved':
      return 'an improvement';
    case 'pass':
      return `${limit} or more for the worse is ruled out`;
    case 'more':
      return `too uncertain against the limit of ${limit}, one more pair is needed`;
    case 'inconclusive':
      return `still too uncertain against the limit of ${limit} after all pairs that are allowed`;
  }
}

function figure(share: number): string {
  const value = share * 100;
  return String(Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0)));
}
