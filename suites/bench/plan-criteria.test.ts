import { expect, test } from 'vitest';
import { cartesia } from '../platforms/cartesia/platform.ts';
import { sie } from '../platforms/sie/platform.ts';
import { subjectOf } from '../testing/plans.ts';
import { planCriteria } from './plan-criteria.ts';

const encode = sie.workloads.find(({ name }) => name === 'encode')!;
const levels = [{ streams: 4, streamsPerGpu: 4 }];
const baseline = {
  key: 'sie-encode',
  origin: 'accepted runs',
  scalars: { '4/e2e_p50': [40, 42, 44, 41, 43], '4/items_per_second': [100, 101] },
};
const limits = (platform = sie, accepted: typeof baseline | null = baseline) =>
  Object.fromEntries(
    planCriteria(platform, encode, subjectOf(), levels, { besideUsers: false }, accepted).map(
      ({ id, expected }) => [id, expected?.limit ?? null],
    ),
  );

test("the vendor's gate bounds latencies by what accepted releases reached, and nothing else", () => {
  expect(limits()).toEqual({
    '4/e2e_p50': 105,
    '4/e2e_p95': null,
    '4/items_per_second': null,
    '4/error_rate': 0.01,
  });
  expect(limits(sie, null)['4/e2e_p50']).toBeNull();
  expect(limits(cartesia)['4/e2e_p50']).toBeNull();
});
