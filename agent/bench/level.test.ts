import { describe, expect, it } from 'vitest';
import { h100 } from '../../kind-fixtures/platforms/cartesia/server/model/h100.ts';
import { PerformanceModel } from '../../kind-fixtures/platforms/cartesia/server/model/performance-model.ts';
import { Random } from '../../kind-fixtures/platforms/cartesia/server/model/random.ts';
import { levelResult } from '../../load/level-result.ts';
import { scalarOf } from '../../load/result.ts';
import { simulateLevel } from './level.ts';

const asked = {
  ...{ streams: 32, perGpu: 8, warmupSeconds: 1, measureSeconds: 60 },
  texts: ['All hands on deck.', 'Hold this course.'],
};

describe('the simulated load', () => {
  const measured = (luck: { ttfa: number; pace: number }) => {
    const tally = simulateLevel(new PerformanceModel(h100), asked, luck, new Random('one'));
    const level = levelResult({
      ...{ streams: 32, complete: true, windowSeconds: 60, clock: 'kernel', tally, output: 'audio' },
    });
    expect(level.validity.valid).toBe(true);
    return (id: string) => scalarOf(level, id)!.value;
  };

  it('is as fast as the published table says, and slower where it is told', () => {
    const usual = measured({ ttfa: 1, pace: 1 });
    expect(usual('ttfa_p50') / 120).toBeCloseTo(1, 1);
    expect(usual('ttfa_p95') / 165).toBeCloseTo(1, 1);
    expect(usual('chars_per_second') / 4 / 550).toBeCloseTo(1, 1);
    const slower = measured({ ttfa: 1.2, pace: 1.2 });
    expect(slower('ttfa_p50') / usual('ttfa_p50')).toBeCloseTo(1.2, 1);
    expect(usual('chars_per_second') / slower('chars_per_second')).toBeCloseTo(1.2, 1);
  });
});
