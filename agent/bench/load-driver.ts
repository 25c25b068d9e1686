import { h100 } from '../../kind-fixtures/platforms/cartesia/server/model/h100.ts';
import { PerformanceModel } from '../../kind-fixtures/platforms/cartesia/server/model/performance-model.ts';
import { Random } from '../../kind-fixtures/platforms/cartesia/server/model/random.ts';
import type { LoadDriver, LoadRunOptions } from '../../load/driver.ts';
import { levelResult } from '../../load/level-result.ts';
import { type LoadPlan, plannedSeconds, streamsOf } from '../../load/plan.ts';
import type { LevelResult, LoadResult } from '../../load/result.ts';
import type { SimulatedClock } from './clock.ts';
import { simulateLevel } from './level.ts';
import type { Luck } from './weather.ts';

const model = new PerformanceModel(h100);

export interface SimulatedService {
  readonly clock: SimulatedClock;
  readonly gpus: number;
  /** Of the requests' own chance. */
  readonly seed: string;
  readonly luckOf: (run: number) => Luck;
  /** Levels that were simulated before, by seed: another policy that asks for the same gets the same. */
  readonly known: Map<string, LevelResult>;
}

/** Load on a cluster that is not there: the stand-in's requests, counted as the engine counts and worked out as always. */
export class SimulatedLoad implements LoadDriver {
  readonly #of: SimulatedService;
  #run = 0;

  constructor(of: SimulatedService) {
    this.#of = of;
  }

  async run(plan: LoadPlan, { id }: LoadRunOptions): Promise<LoadResult> {
    const { clock } = this.#of;
    const { workload, target } = plan;
    const startedAt = clock.now().toISOString();
    const run = ++this.#run;
    const levels = plan.levels.map((level) => this.#level(plan, streamsOf(level) ?? 0, run));
    clock.spend(plannedSeconds(plan));
    return {
      version: 1,
      id,
      status: 'complete',
      target: { url: target.url, protocol: target.protocol },
      workload: workload.name,
      requests: levels.reduce((sum, { counts }) => sum + counts.started, 0),
      engine: { name: 'simulated', version: '1' },
      startedAt,
      finishedAt: clock.now().toISOString(),
      levels,
    };
  }
  #level({ workload, warmupSeconds, measureSeconds }: LoadPlan, streams: number, run: number): LevelResult {
    const { gpus, seed, luckOf, known } = this.#of;
    const key = `${seed}/${run}/${streams}`;
    const before = known.get(key);
    if (before) return before;
    const texts = workload.texts.filter((text) => typeof text === 'string');
    const perGpu = Math.max(1, streams / gpus);
    const asked = { streams, perGpu, texts, warmupSeconds, measureSeconds };
    const tally = simulateLevel(model, asked, luckOf(run), new Random(key));
    const level = levelResult({
      ...{ streams, tally, complete: true, windowSeconds: measureSeconds, clock: 'kernel', output: 'audio' },
    });
    known.set(key, level);
    return level;
  }
}
