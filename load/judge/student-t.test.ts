import { expect, it } from 'vitest';
import { studentTCdf, studentTQuantile } from './student-t.ts';

// scipy 1.16, scipy.stats.t.ppf and cdf.
it.each([
  [0.975, 1, 12.706204736174694],
  [0.95, 9, 1.833112932656237],
  [0.99, 3.5, 4.060711359300081],
  [0.9833333333, 12, 2.403039991752868],
  [0.999, 200, 3.131479814221121],
  [0.6, 2.2, 0.2853915458883041],
  [0.9999, 1.5, 242.26409884652412],
])('t(%d, %d)', (p, df, expected) => {
  expect(studentTQuantile(p, df) / expected).toBeCloseTo(1, 10);
  expect(studentTQuantile(1 - p, df) / -expected).toBeCloseTo(1, 10);
  expect(studentTCdf(expected, df)).toBeCloseTo(p, 10);
});

it('knows no answer where there is none', () => {
  for (const [p, df] of [
    [0, 5],
    [1, 5],
    [0.5, 0],
    [Number.NaN, 5],
  ] as const)
    expect(studentTQuantile(p, df)).toBeNaN();
  expect(studentTQuantile(0.5, 3)).toBe(0);
});
