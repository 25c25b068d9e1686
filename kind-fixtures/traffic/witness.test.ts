import { expect, test } from 'vitest';
import { lastOfOurs, latencyPassed, queuePassed, type Witnessed } from './witness.ts';

const record = (at: number, queueMs: number, more: Partial<Witnessed> = {}): Witnessed => ({
  ...{ at, queueMs, run: undefined, ttfaActualMs: 50, doneActualMs: 200, outcome: 'whole' },
  ...more,
});

test('a queue is passed where the stretch began that was seen, not where one came and went before', () => {
  const blip = [record(1000, 20), record(1005, 20)];
  const long = [record(3000, 900), record(3100, 50), record(3200, 600)];
  expect(queuePassed([...blip, ...long], 1, 3400)).toBe(3100);
  expect(queuePassed([...blip, ...long], 1, 2500)).toBeNull();
  expect(queuePassed([...blip, ...long], 2, 3400)).toBeNull();
});

test('users were late as soon as one of them had waited for so long', () => {
  const late = { ttfaActualMs: 400 };
  const records = [record(100, 0, late), record(900, 0, { ...late, run: 'ours' }), record(1000, 0, late)];
  expect(latencyPassed(records, 'ours', 500, 300)).toBe(1300);
  expect(latencyPassed(records, 'ours', 500, 500)).toBeNull();
  expect(lastOfOurs(records, 'ours')).toBe(900);
  expect(lastOfOurs(records, 'nobody')).toBeNull();
});
