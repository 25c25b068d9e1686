import { describe, expect, test } from 'vitest';
import type { LevelResult, LoadResult } from '../../load/result.ts';
import { benchOf } from '../testing/plans.ts';
import { measuredOf } from './measured.ts';

const level = (over: Partial<LevelResult> = {}) =>
  ({
    streams: 16,
    status: 'complete',
    scalars: [{ definition: 'ttfa_p50', value: 120, unit: 'ms', samples: 300 }],
    histograms: {},
    counts: { started: 300, failed: 0 },
    statuses: {},
    audit: {
      cpuCores: 0.5,
      cpuLimitCores: 2,
      ownDelayP99Ms: 0.3,
      networkRttP50Ms: null,
      networkResentShare: null,
    },
    validity: { valid: true },
    ...over,
  }) as unknown as LevelResult;

const result = (levels: LevelResult[], over: Partial<LoadResult> = {}) =>
  ({ status: 'complete', startedAt: '', finishedAt: '', levels, ...over }) as LoadResult;

describe('what a load run says', () => {
  test('its scalars at the streams per GPU that were planned', () => {
    expect(measuredOf(benchOf(), 1, result([level()]))).toMatchObject({
      status: 'valid',
      scalars: { '8/ttfa_p50': { value: 120, samples: 300 } },
      generatorIdle: 0.75,
      ownDelayP99Ms: 0.3,
    });
  });

  test('what the network was like at its worst, where the kernel told it', () => {
    const network = (networkRttP50Ms: number | null, networkResentShare: number | null) =>
      level({ audit: { ...level().audit, networkRttP50Ms, networkResentShare } });
    const controlsIn = (...levels: LevelResult[]) => measuredOf(benchOf(), 1, result(levels)).controls;
    expect(controlsIn(network(0.2, 0.01), network(3, 0), network(null, null))).toEqual({
      network_rtt_p50_ms: 3,
      network_resent_share: 0.01,
    });
    expect(controlsIn(level())).toBeUndefined();
  });

  test('which guard ended it, and what the guards saw', () => {
    const seen = { readings: 3, mean: 1, max: 2, failed: 0 };
    const stopped = result([level()], {
      status: 'partial',
      reason: 'the guard queue stopped the load',
      stoppedBy: { name: 'queue', kind: 'bound', value: 5, bound: 4, at: '' },
      background: { queue: { before: seen, during: { ...seen, max: 5 } }, users: { before: seen } },
    });
    expect(measuredOf(benchOf(), 1, stopped)).toMatchObject({
      status: 'void',
      stoppedBy: 'queue',
      background: { queue: { before: 2, during: 5 }, users: { before: 2, during: null } },
    });
  });

  test.each([
    [
      'the generator was saturated',
      result([level({ validity: { valid: false, reasons: ['late'] } })]),
      /late/,
    ],
    ['the load was lost', result([level()], { status: 'partial', reason: 'the pod is gone' }), /gone/],
    ['our key was refused', result([level({ statuses: { 401: 300 } })]), /API key/],
  ])('nothing, where %s', (_, given, says) => {
    expect(measuredOf(benchOf(), 1, given)).toMatchObject({
      status: 'void',
      reason: expect.stringMatching(says),
    });
  });
});
