import type { LevelResult } from '../../load/result.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import { live, unchanged } from './life.ts';
import { platformWith, type Scenario } from './scenario.ts';
import { type Score, scoreOf } from './score.ts';

export interface Asked {
  /** Of each kind, in all. */
  readonly upgrades: number;
  /** What a cluster's first runs were decides about many of its upgrades: so there are several, each with its part of them. */
  readonly clusters: number;
  readonly seed: number;
}

/** What became of the upgrades of a scenario, tried in one way; the unchanged ones first. */
export interface Table {
  readonly scenario: string;
  readonly way: string;
  readonly scores: readonly Score[];
}

/** Unchanged upgrades that build a cluster's baseline before any is counted. */
export const upgradesBefore = 10;

/** `tried` is called after each upgrade that counts. */
export async function runScenario(
  { title, weather, ways, shifts }: Scenario,
  { upgrades, clusters, seed }: Asked,
  tried: () => void = () => {},
): Promise<Table[]> {
  const found = ways.map(
    () => new Map<string, RunRecord[]>([unchanged, ...shifts].map(({ name }) => [name, []])),
  );
  const until = (count: number) => Math.floor((upgrades * count) / clusters);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const known = new Map<string, LevelResult>();
    const part = until(cluster + 1) - until(cluster);
    for (const [index, { policy, limit, calibrationRuns }] of ways.entries()) {
      const life = live({
        ...{ platform: platformWith(limit), policy, calibrationRuns, weather, shifts, known },
        ...{ before: upgradesBefore, upgrades: part, seed: `${seed}/${title}/${cluster}` },
      });
      for await (const { shift, record } of life) {
        found[index]!.get(shift.name)!.push(record);
        tried();
      }
    }
  }
  return ways.map((way, index) => ({
    scenario: title,
    way: way.title,
    scores: [...found[index]!].map(([shift, records]) => scoreOf(shift, records)),
  }));
}
