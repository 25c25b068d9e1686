import type { LevelResult } from '../../load/result.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import { live, unchanged } from './life.ts';
import { platformWith, type Scenario, type Way } from './scenario.ts';
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
  scenario: Scenario,
  asked: Asked,
  tried: () => void = () => {},
): Promise<Table[]> {
  const known = new Map<string, LevelResult>();
  const tables: Table[] = [];
  for (const way of scenario.ways)
    tables.push({
      scenario: scenario.title,
      way: way.title,
      scores: await scoresOf(scenario, way, asked, known, tried),
    });
  return tables;
}

async function scoresOf(
  { title, weather, shifts }: Scenario,
  way: Way,
  { upgrades, clusters, seed }: Asked,
  known: Map<string, LevelResult>,
  tried: () => void,
): Promise<Score[]> {
  const found = new Map<string, RunRecord[]>([unchanged, ...shifts].map(({ name }) => [name, []]));
  for (let cluster = 0; cluster < clusters; cluster++) {
    const until = (count: number) => Math.floor((upgrades * count) / clusters);
    const life = live({
      ...{ platform: platformWith(way.limit), policy: way.policy, weather, shifts, known },
      ...{
        before: upgradesBefore,
        upgrades: until(cluster + 1) - until(cluster),
        seed: `${seed}/${title}/${cluster}`,
      },
    });
    for await (const { shift, record } of life) {
      found.get(shift.name)!.push(record);
      tried();
    }
  }
  return [...found].map(([shift, records]) => scoreOf(shift, records));
}
