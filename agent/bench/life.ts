import type { LevelResult } from '../../load/result.ts';
import type { BaselineStore } from '../../suites/bench/baseline-store.ts';
import type { BenchPolicy } from '../../suites/bench/policy.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import type { Baseline } from '../resources/baseline.ts';
import { ResourceBaselines } from '../resources/resource-baselines.ts';
import { MemoryResources } from '../testing/memory-resources.ts';
import { SimulatedClock } from './clock.ts';
import { calibrateOn, tryUpgrade, type Upgrade } from './upgrade.ts';
import { type Luck, Luckbox, type Weather } from './weather.ts';

/** A slowdown that a release brings; factors on durations, 1 for none. */
export interface Shift extends Luck {
  readonly name: string;
}

export const unchanged: Shift = { name: 'unchanged', ttfa: 1, pace: 1 };

export interface Life {
  readonly platform: Platform;
  readonly policy: BenchPolicy;
  readonly weather: Weather;
  /** Upgrades of each kind that count. */
  readonly upgrades: number;
  /** Unchanged upgrades before them, which build the baseline and are not counted. */
  readonly before: number;
  /** A/A runs of the release before the first upgrade, from which the noise of this cluster is known; 0: nobody calibrates. */
  readonly calibrationRuns: number;
  readonly shifts: readonly Shift[];
  readonly seed: string;
  readonly known: Map<string, LevelResult>;
}

const hoursApart = 6;

/**
 * A cluster's life: unchanged upgrades one after another, whose passed runs make its baseline. Beside each that counts,
 * an upgrade with each shift is tried on the same baseline and then taken back: it leaves nothing behind.
 */
export async function* live(life: Life): AsyncGenerator<{ shift: Shift; record: RunRecord }> {
  const { weather, seed, before, upgrades, shifts } = life;
  const luck = new Luckbox(weather, seed);
  const clock = new SimulatedClock('2026-06-01T00:00:00.000Z');
  const baselines = new ResourceBaselines(new MemoryResources<Baseline>(), 'cartesia');
  const readOnly: BaselineStore = {
    load: (key, pods) => baselines.load(key, pods),
    accept: async () => {},
    withdraw: async () => {},
  };
  const upgradeOf = (index: number, shift: Shift, store: BaselineStore): Upgrade => {
    const release = `${index}/${shift.name}`;
    const luckOf = (run: number): Luck => {
      const { ttfa, pace } = luck.of(release, run, Math.max(0, index) * hoursApart);
      return { ttfa: ttfa * shift.ttfa, pace: pace * shift.pace };
    };
    const { platform, policy, known } = life;
    return {
      ...{ revision: index + 2, platform, policy, clock, known, luckOf },
      ...{ seed: `${seed}/${release}`, baselines: store },
    };
  };
  if (life.calibrationRuns > 0)
    await calibrateOn(upgradeOf(-1, unchanged, baselines), baselines, life.calibrationRuns);
  for (let index = 0; index < before + upgrades; index++) {
    if (index >= before)
      for (const shift of shifts)
        yield { shift, record: await tryUpgrade(upgradeOf(index, shift, readOnly)) };
    const record = await tryUpgrade(upgradeOf(index, unchanged, baselines));
    if (index >= before) yield { shift: unchanged, record };
    clock.spend(hoursApart * 3600);
  }
}
