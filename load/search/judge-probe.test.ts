import { describe, expect, it } from 'vitest';
import { judgeProbe } from './judge-probe.ts';
import type { Batch } from './probe.ts';
import { sampleBatch, sampleProbe } from './testing/probes.ts';

const batches = (of: (nth: number) => Partial<Batch>) =>
  Array.from({ length: 6 }, (_, nth) => sampleBatch(of(nth)));
const wobble = (nth: number) => 1 + 0.02 * (nth % 2 === 0 ? 1 : -1);

describe('a closed loop', () => {
  it('stands when streams are throughput × response time', () => {
    const probe = sampleProbe({
      batches: batches((nth) => ({ perSecond: 20 * wobble(nth), responseMs: 200 / wobble(nth) })),
    });
    const { faults, little } = judgeProbe(probe, 'concurrency');
    expect(faults).toEqual([]);
    expect(little!.deviation).toBeCloseTo(0, 6);
  });

  it('is void when streams were not at work', () => {
    const probe = sampleProbe({
      batches: batches((nth) => ({ perSecond: 18 * wobble(nth), responseMs: 200 })),
    });
    expect(judgeProbe(probe, 'concurrency').faults).toEqual([
      expect.stringMatching(/^Little's law does not hold: throughput × response time is −10 % off/),
    ]);
  });

  it('may be short of it when requests failed: streams pause after that', () => {
    const probe = sampleProbe({ batches: batches(() => ({ perSecond: 15, responseMs: 200, failed: 3 })) });
    expect(judgeProbe(probe, 'concurrency').faults).toEqual([]);
  });

  it('is void while the service still warms up', () => {
    const slow = (nth: number) => (nth < 3 ? 1.4 : 1) * wobble(nth);
    const probe = sampleProbe({
      batches: batches((nth) => ({ perSecond: 20 / slow(nth), responseMs: 200 * slow(nth) })),
    });
    expect(judgeProbe(probe, 'concurrency').faults).toEqual([
      'not steady: the response time was −29.5 % in the second half of the window',
    ]);
  });

  it('is void when the audit left too few batches, with its words', () => {
    const invalid = ['load generator: it used 97 % of its CPU, up to 90 is sound'];
    expect(judgeProbe(sampleProbe({ invalid }), 'concurrency').faults).toEqual([]);
    const two = sampleProbe({ invalid, batches: batches(() => ({})).slice(0, 2) });
    expect(judgeProbe(two, 'concurrency').faults).toEqual(invalid);
  });
});

describe('an open loop', () => {
  it('falls behind when less is finished than was started', () => {
    const short = (share: number) =>
      sampleProbe({ batches: batches((nth) => ({ perSecond: 20 * share * wobble(nth), responseMs: 200 })) });
    expect(judgeProbe(short(0.94), 'rate').behind).toBe(true);
    expect(judgeProbe(short(0.995), 'rate').behind).toBe(false);
  });

  it('that came to no end fell behind if what had ended shows it, and is void otherwise', () => {
    const lost = 'the budget of 20 seconds is used up';
    const one = (perSecond: number) =>
      sampleProbe({ lost, batches: [sampleBatch({ started: 40, perSecond, responseMs: 900 })] });
    expect(judgeProbe(one(20), 'rate')).toMatchObject({ behind: true, faults: [] });
    expect(judgeProbe(one(39.5), 'rate')).toMatchObject({ behind: false, faults: [lost] });
  });

  it('may grow slower near its limit, but not faster: that is a cold start', () => {
    const trend = (first: number) =>
      judgeProbe(
        sampleProbe({ batches: batches((nth) => ({ responseMs: (nth < 3 ? first : 200) * wobble(nth) })) }),
        'rate',
      ).faults;
    expect(trend(150)).toEqual([]);
    expect(trend(290)).toHaveLength(1);
  });
});
