import type { Collector, Scene } from '../collector.ts';
import { type GpuSample, mustHaveDcgm, ofItsGpus } from '../dcgm.ts';
import { rangeOf } from '../queries.ts';
import { percent } from '../scene.ts';

/**
 * Bits of NVML's clocks-event reasons. Idle (1), application clocks (2), sync boost (16) and display (256) say nothing
 * bad; the power cap (4) is met by whatever works hard, a release that works harder too.
 */
const slowdowns = [
  [8, 'slowed down by its hardware'],
  [32, 'slowed down by its driver for heat'],
  [64, 'slowed down by its hardware for heat'],
  [128, 'slowed down by a power brake'],
] as const;
const powerCap = 4;

/**
 * The hardware's slowdowns halve the clock or worse: for a tenth of the time they cost the 5 % that count as a
 * regression. Shorter ones come with every change of clocks.
 */
const longEnough = 0.1;

/** Of the highest clock of the last day. Boost varies by a tenth between busy moments. */
const slowClock = 0.8;
const busyPercent = 50;

/** A GPU that ran slower than it can, for reasons of its own. */
export const gpuClocks: Collector = {
  kind: 'gpu-clocks',
  async look(scene) {
    if (scene.subject.gpu.ready === 0) return [];
    await mustHaveDcgm(scene);
    const [slowed, capped, slow] = await Promise.all([
      Promise.all(slowdowns.map(async ([bit, words]) => ({ words, shares: await shareOf(scene, bit) }))),
      shareOf(scene, powerCap),
      slowClocks(scene),
    ]);
    const reasons = slowed.flatMap(({ words, shares }) =>
      shares
        .filter(({ value }) => value >= longEnough)
        .map(({ object, value }) => ({ object, words: `${words} for ${percent(value)} of the time` })),
    );
    const found = [...Map.groupBy(reasons, ({ object }) => object)].map(([object, all]) => ({
      kind: 'gpu-clocks' as const,
      object,
      words: all.map(({ words }) => words).join(', '),
    }));
    // Without the reasons, nobody knows whether it was the power cap.
    const free = new Set(capped.filter(({ value }) => value < longEnough).map(({ object }) => object));
    const unexplained = slow
      .filter(({ object }) => free.has(object) && !found.some((one) => one.object === object))
      .map(({ object, value }) => ({
        kind: 'gpu-clocks' as const,
        object,
        words: `was busy at ${percent(value)} of the clock that it reached within the last day, and not at its power cap`,
      }));
    return [...found, ...unexplained];
  },
};

/** The share of the load's time in which the bit was set; dcgm-exporter calls the reasons by an old name or a new one. */
const shareOf = (scene: Scene, bit: number): Promise<GpuSample[]> =>
  ofItsGpus(
    scene,
    `avg_over_time((floor((DCGM_FI_DEV_CLOCKS_EVENT_REASONS or DCGM_FI_DEV_CLOCK_THROTTLE_REASONS) / ${bit}) % 2)[${rangeOf(scene)}:10s])`,
  );

function slowClocks(scene: Scene): Promise<GpuSample[]> {
  const range = rangeOf(scene);
  const share = `avg_over_time(DCGM_FI_DEV_SM_CLOCK[${range}]) / on (UUID) group_left () max by (UUID) (max_over_time(DCGM_FI_DEV_SM_CLOCK[1d]))`;
  const busy = `on (UUID) max by (UUID) (avg_over_time(DCGM_FI_DEV_GPU_UTIL[${range}])) >= ${busyPercent}`;
  return ofItsGpus(scene, `((${share}) < ${slowClock}) and ${busy}`);
}
