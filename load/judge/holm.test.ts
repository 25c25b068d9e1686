import { expect, it } from 'vitest';
import { decideTogether, holm } from './holm.ts';

it('steps down', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  expect(holm([0.03, 0.02], 0.05)).toEqual([true, true]);
  // The smallest does not hold, so none does.
  expect(holm([0.02, 0.02, 0.02], 0.05)).toEqual([false, false, false]);
  expect(holm([Number.NaN], 0.05)).toEqual([false]);
});

it('holds a regression back that may be luck among many', () => {
  const metric = { name: 'm', better: 'lower' } as const;
  const baseline = [100, 103, 98, 101, 99, 102];
  const one = { metric, baseline, candidate: [112] };
  const same = { metric, baseline, candidate: [100] };
  expect(decideTogether([one]).map(({ verdict }) => verdict)).toEqual(['regressed']);
  const among = decideTogether([one, same, same, same, same, same]);
  expect(among.map(({ verdict }) => verdict)).toContain('more');
  expect(among[0]!.reason).toContain('among 6 metrics');
  const clear = decideTogether([{ ...one, candidate: [140] }, same, same, same, same, same]);
  expect(clear[0]!.verdict).toBe('regressed');
});
