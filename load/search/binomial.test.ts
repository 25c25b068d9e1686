import { expect, it } from 'vitest';
import { samplesNeeded } from '../percentile-warrant.ts';
import { shareBounds } from './binomial.ts';

it('agrees with tables of Clopper and Pearson', () => {
  const [low, high] = shareBounds(10, 20, 0.05);
  expect(low).toBeCloseTo(0.30195, 5);
  expect(high).toBeCloseTo(0.69805, 5);
  expect(shareBounds(0, 10, 0.025)[1]).toBeCloseTo(0.3085, 5);
  expect(shareBounds(95, 100, 0.025)[0]).toBeCloseTo(0.88717, 5);
});

it('proves a share of 95 % with as many good requests as a p95 needs, and not with one less', () => {
  const enough = samplesNeeded(0.95);
  expect(shareBounds(enough, enough, 0.05)[0]).toBeGreaterThanOrEqual(0.95);
  expect(shareBounds(enough - 1, enough - 1, 0.05)[0]).toBeLessThan(0.95);
});
