import { type Comparison, medianOf, rule } from '../comparison.ts';

/** benchstat's test, written out: for where its program cannot be built. All samples of all accepted runs are pooled. */
export const mannWhitney = rule(
  'benchstat p < .05 (its test, written out)',
  (question) => change(question) > 0,
);

export const mannWhitneyBig = rule(
  'benchstat p < .05 and ≥ 5 % (its test, written out)',
  (question) => change(question) >= 0.05,
);

/** Change of the medians; 0 where it is not significant. */
function change({ baseline, candidate }: Comparison): number {
  const old = Float64Array.from(baseline.flatMap((samples) => [...samples]));
  const seen = candidate[0]!;
  return significant(old, seen) ? medianOf(seen) / medianOf(old) - 1 : 0;
}

/** Two-sided at 5 %, normal approximation with the corrections for ties and continuity, as benchstat above 50 samples. */
function significant(a: Float64Array, b: Float64Array): boolean {
  const all = [
    ...Array.from(a, (value) => ({ value, mine: false })),
    ...Array.from(b, (value) => ({ value, mine: true })),
  ].sort((x, y) => x.value - y.value);
  let ranks = 0;
  let ties = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end]!.value === all[i]!.value) end++;
    const same = end - i;
    for (let j = i; j < end; j++) if (all[j]!.mine) ranks += (i + 1 + end) / 2;
    ties += same ** 3 - same;
    i = end;
  }
  const n = all.length;
  const pairs = a.length * b.length;
  const u = ranks - (b.length * (b.length + 1)) / 2;
  const spread = Math.sqrt((pairs / 12) * (n + 1 - ties / (n * (n - 1))));
  return (Math.abs(u - pairs / 2) - 0.5) / spread > 1.959963984540054;
}
