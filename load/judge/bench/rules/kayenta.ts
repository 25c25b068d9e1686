import { rule } from '../comparison.ts';

/**
 * Kayenta's defaults (`NetflixACAJudge`, `MannWhitneyClassifier`): the 98 % interval of the Hodges–Lehmann shift, which
 * must lie beyond 0.25 of the shift itself. The interval by the normal approximation, as there.
 */
export const kayenta = rule('Kayenta defaults', ({ baseline, candidate }) => {
  const control = baseline.flatMap((samples) => [...samples]);
  const experiment = candidate[0]!;
  const shifts = new Float64Array(control.length * experiment.length);
  let at = 0;
  for (const seen of experiment) for (const value of control) shifts[at++] = seen - value;
  shifts.sort();
  const z = 2.3263478740408408;
  const n = shifts.length;
  const spread = Math.sqrt((n * (control.length + experiment.length + 1)) / 12);
  const rank = Math.max(0, Math.floor(n / 2 - z * spread - 0.5));
  const estimate = (shifts[(n - 1) >> 1]! + shifts[n >> 1]!) / 2;
  return shifts[rank]! > 0.25 * estimate && estimate > 0;
});
