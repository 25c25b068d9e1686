import { seededUniform } from '../seeded.ts';
import type { Comparison } from './comparison.ts';
import { type Dates, scaled } from './dates.ts';

/** Which dates are the baseline, and which the release. */
export type Window = { readonly baseline: readonly number[]; readonly candidate: readonly number[] };

const repeats = 3;
const metricsOfARelease = 6;

/** A window of k dates and three candidates that slides over all dates. */
export function slides(dates: number, k: number): Window[] {
  const length = Math.max(0, dates - k - repeats + 1);
  return Array.from({ length }, (_, from) => windowOf(range(from, from + k + repeats)));
}

/** Every second date, from `first` on, each window without one of them: so that a half has more than one. */
export function halves(dates: number, first: 0 | 1): Window[] {
  const half = range(0, dates).filter((date) => date % 2 === first);
  return half.map((left) => windowOf(half.filter((date) => date !== left)));
}

/** Questions of all windows and benchmarks, the candidates `shift` slower. The others of a release are drawn by `seed`. */
export function questions(
  { benchmarks }: Dates,
  windows: readonly Window[],
  shift: number,
  seed: number,
): Comparison[] {
  const random = seededUniform(seed);
  return windows.flatMap((window) => {
    const plain = benchmarks.map((runs) => ({
      baseline: window.baseline.map((date) => runs[date]!),
      candidate: window.candidate.map((date) => runs[date]!),
    }));
    return plain.map((question, nth) => ({
      baseline: question.baseline,
      candidate: question.candidate.map((samples) => scaled(samples, 1 + shift)),
      others: draw(plain.length, nth, random).map((other) => plain[other]!),
    }));
  });
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const windowOf = (dates: readonly number[]): Window => ({
  baseline: dates.slice(0, -repeats),
  candidate: dates.slice(-repeats),
});

/** Five of `count`, all different, without `but`. */
function draw(count: number, but: number, random: () => number): number[] {
  const drawn = new Set<number>();
  while (drawn.size < Math.min(metricsOfARelease, count) - 1) {
    const one = Math.floor(random() * count);
    if (one !== but) drawn.add(one);
  }
  return [...drawn];
}
