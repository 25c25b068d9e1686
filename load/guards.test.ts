import { expect, it } from 'vitest';
import { z } from 'zod';
import { guardsSchema } from './guards.ts';

const queue = { name: 'queue', urls: ['http://10.0.0.1:8080/metrics'], metric: 'api_queue_size', max: 4 };
const probe = { maxMs: 500, maxTimes: 3 };

it('stops when a metric is out of sight, unless that is allowed', () => {
  expect(guardsSchema.parse({ metrics: [queue], probe })).toMatchObject({
    blindAfterMs: 1000,
    metrics: [{ absent: 'blind', mayBeBlind: false, of: 'value', across: 'sum' }],
    probe: { name: 'users', bad: 2, last: 3 },
  });
});

it.each([
  [{ metrics: [queue, queue] }, 'two guards have one name'],
  [{ metrics: [{ ...queue, name: 'users' }], probe }, 'two guards have one name'],
  [{ probe: { ...probe, bad: 4 } }, '4 of 3 can never be'],
  [{ probe, beforeSeconds: 0.5 }, 'needs a median'],
])('refuses %j', (guards, words) => {
  expect(z.prettifyError(guardsSchema.safeParse(guards).error!)).toContain(words);
});
