import { expect, it } from 'vitest';
import { inverse } from './change-objects.ts';

it('undoes a merge patch: what was there comes back, what was not goes', () => {
  const before = { spec: { replicas: 2, paused: true }, metadata: { labels: { a: '1' } } };
  const patch = { spec: { replicas: 0, paused: null }, metadata: { labels: { b: '2' } } };
  expect(inverse(before, patch)).toEqual({
    spec: { replicas: 2, paused: true },
    metadata: { labels: { b: null } },
  });
});
