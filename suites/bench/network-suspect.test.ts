import { describe, expect, test } from 'vitest';
import { benchOf, journalOf, measuredEntry } from '../testing/plans.ts';
import { networkSuspect } from './network-suspect.ts';
import type { Criterion, Measured } from './plan.ts';

const [ttfa] = benchOf().criteria as [Criterion];
const bytes: Criterion = {
  ...ttfa,
  id: '8/chars_per_second',
  definition: 'chars_per_second',
  unit: 'chars/s',
  better: 'higher',
};
const errors: Criterion = {
  ...ttfa,
  id: '8/error_rate',
  definition: 'error_rate',
  unit: 'ratio',
  minEffect: null,
};
const queue: Criterion = { ...ttfa, id: '8/queue_p50', definition: 'queue_p50' };

const quiet = { network_rtt_p50_ms: [0.3, 0.3, 0.4], network_resent_share: [0.0001, 0.0002] };

/** Accepted: 120 ms, 1,000 characters a second and no errors; now 160 ms, 750 and 5 %. */
function suspected(of: Criterion, controls: Measured['controls'], accepted: typeof quiet | undefined) {
  const scalars = {
    [ttfa.id]: [120, 120, 120, 120],
    [bytes.id]: [1000, 1000, 1000, 1000],
    [queue.id]: [10, 10, 10, 10],
  };
  const bench = benchOf({
    criteria: [ttfa, bytes, errors, queue],
    baseline: { key: 'k', origin: 'o', scalars, ...(accepted && { controls: accepted }) },
  });
  const runs = journalOf(measuredEntry(1, 160), measuredEntry(2, 160)).flatMap((entry) =>
    entry.kind === 'measured' ? [entry.measured] : [],
  );
  const value = (number: number) => ({ value: number, samples: 300 });
  const now = {
    [ttfa.id]: value(160),
    [bytes.id]: value(750),
    [errors.id]: value(0.05),
    [queue.id]: value(20),
  };
  const limits = { [ttfa.id]: 144, [bytes.id]: 909, [errors.id]: 0.01, [queue.id]: 11 };
  const valid = runs.map((run) => ({ ...run, scalars: now, ...(controls && { controls }) }));
  return networkSuspect(bench, of, valid, limits[of.id]!);
}

describe('the network as a suspect', () => {
  test.each([
    // 10 % of 120 ms is 12; half of it counts.
    ['a round trip that grew by 6 ms', ttfa, 6.3, quiet, true],
    ['by 5 ms', ttfa, 5.3, quiet, false],
    ['one that shrank', ttfa, 0.1, quiet, false],
    // A whole answer holds up to six round trips: 6 × 1 ms of 120 is half of 10 %.
    ['throughput, by 1 ms', bytes, 1.3, quiet, true],
    ['throughput, by half a millisecond', bytes, 0.8, quiet, false],
    // Errors: only where requests take twice as long by the network alone.
    ['errors, by 20 ms', errors, 20.3, quiet, true],
    ['errors, by 10 ms', errors, 10.3, quiet, false],
    ['what the service tells of itself', queue, 41, quiet, false],
    // 16 ms beyond the limit of 144.
    ['without accepted round trips, more than half of the excess', ttfa, 8.1, undefined, true],
    ['without them, less', ttfa, 7.9, undefined, false],
    ['without them, errors', errors, 41, undefined, false],
  ])('%s', (_, criterion, rtt, accepted, is) => {
    expect(suspected(criterion, { network_rtt_p50_ms: rtt }, accepted) !== null).toBe(is);
  });

  test('is lost segments as well, of errors too', () => {
    for (const criterion of [ttfa, bytes, errors]) {
      expect(suspected(criterion, { network_resent_share: 0.032 }, quiet)?.words).toBe(
        'network segments sent again 3.2 %, 0.015 % with the accepted runs',
      );
      expect(suspected(criterion, { network_resent_share: 0.005 }, quiet)).toBeNull();
    }
    expect(suspected(queue, { network_resent_share: 0.5 }, quiet)).toBeNull();
  });

  test('is named with its numbers', () => {
    expect(suspected(ttfa, { network_rtt_p50_ms: 41 }, quiet)).toEqual({
      kind: 'network',
      object: 'Network/load-to-service',
      words: 'network round trip 41 ms, 0.3 ms with the accepted runs',
    });
    expect(suspected(ttfa, { network_rtt_p50_ms: 41 }, undefined)?.words).toBe(
      'network round trip 41 ms, not known of the accepted runs',
    );
    expect(suspected(ttfa, undefined, quiet)).toBeNull();
  });
});
