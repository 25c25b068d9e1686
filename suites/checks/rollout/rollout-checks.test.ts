import { describe, expect, test } from 'vitest';
import type { RolloutObservation } from '../../engine/journal.ts';
import { capacityKept } from './capacity-kept.ts';
import { requestsKept } from './requests-kept.ts';

const seen = (over: Partial<RolloutObservation> = {}): RolloutObservation => ({
  seconds: 20,
  pods: 3,
  workloads: 2,
  leastAvailable: { 'Deployment/api': { available: 1, desired: 1 } },
  movedAtOnce: [],
  probe: { requests: 20, failed: 0, expected: 0, cut: 0 },
  ...over,
});
const probe = (over: object) => seen({ probe: { requests: 20, failed: 0, expected: 0, cut: 0, ...over } });
const ask = (check: { run(context: never): Promise<{ outcome: string; reason: string }> }, context: object) =>
  check.run(context as never);

describe('requests-kept', () => {
  test.each([
    [seen(), 'pass'],
    [probe({ expected: 3 }), 'pass'],
    [probe({ failed: 1 }), 'fail'],
    [probe({ cut: 1 }), 'fail'],
    [probe({ requests: 0 }), 'inconclusive'],
    [null, 'inconclusive'],
  ])('%o is %s', async (rollout, outcome) => {
    expect(await ask(requestsKept, { rollout })).toMatchObject({ outcome });
  });

  test('tells requests that were put off from lost ones', async () => {
    const found = await ask(requestsKept, { rollout: probe({ expected: 3 }) });
    expect(found.reason).toContain('3 were put off');
  });
});

describe('capacity-kept', () => {
  const short = seen({ leastAvailable: { 'Deployment/api': { available: 1, desired: 3 } } });
  test.each([
    [0, seen(), {}, 'pass'],
    [1, short, {}, 'fail'],
    [2, short, {}, 'pass'],
    [0, short, null, 'inconclusive'],
    [0, null, {}, 'inconclusive'],
  ])('with %i allowed, %o before %o is %s', async (allowed, rollout, before, outcome) => {
    expect(await ask(capacityKept(allowed), { rollout, before })).toMatchObject({ outcome });
  });
});
