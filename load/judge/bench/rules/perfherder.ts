import { rule } from '../comparison.ts';

/**
 * Perfherder: t > 7 and at least 2 % (`treeherder/perfalert/perfalert`, `analyze` and `calc_t`): older revisions weigh
 * less, all samples of a revision count as its values.
 */
export const perfherder = rule('Perfherder t > 7', ({ baseline, candidate }) => {
  const back = analyze([...baseline].reverse());
  const fore = analyze([candidate[0]!]);
  const t = (fore.average - back.average) / Math.sqrt(back.variance / back.n + fore.variance / fore.n);
  return t > 7 && fore.average / back.average >= 1.02;
});

/** `runs`: nearest first. */
function analyze(runs: readonly Float64Array[]) {
  let sum = 0;
  let weights = 0;
  for (const [i, samples] of runs.entries()) {
    const weight = (runs.length - i) / runs.length;
    for (const value of samples) sum += weight * value;
    weights += weight * samples.length;
  }
  const average = sum / weights;
  const all = runs.flatMap((samples) => [...samples]);
  const variance = all.reduce((total, value) => total + (value - average) ** 2, 0) / (all.length - 1);
  return { average, variance, n: all.length };
}
