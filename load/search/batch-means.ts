import { studentTQuantile } from '../judge/student-t.ts';

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const squares = (values: readonly number[]): number => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
};

/** Interval of the mean of values that batches gave, by Student's t; batches are nearly independent, requests are not. */
export function meanInterval(values: readonly number[], confidence: number): readonly [number, number] {
  const centre = mean(values);
  if (values.length < 2) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const df = values.length - 1;
  const error = Math.sqrt(squares(values) / df / values.length);
  const t = studentTQuantile(1 - (1 - confidence) / 2, df) * error;
  return [centre - t, centre + t];
}

/** Interval of mean(b) − mean(a), with one spread for both. */
export function differenceInterval(
  a: readonly number[],
  b: readonly number[],
  confidence: number,
): readonly [number, number] {
  const df = a.length + b.length - 2;
  const centre = mean(b) - mean(a);
  if (df < 1) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const error = Math.sqrt(((squares(a) + squares(b)) / df) * (1 / a.length + 1 / b.length));
  const t = studentTQuantile(1 - (1 - confidence) / 2, df) * error;
  return [centre - t, centre + t];
}
