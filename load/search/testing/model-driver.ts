import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { LoadClock } from '../../clock.ts';
import type { LoadDriver, LoadRunOptions } from '../../driver.ts';
import { levelResult } from '../../level-result.ts';
import type { LoadPlan } from '../../plan.ts';
import type { LevelResult, LoadResult } from '../../result.ts';
import { sampleTally } from '../../testing/records.ts';
import type { ServiceModel } from './service-model.ts';
import { simulate } from './simulate-probe.ts';
import type { SimulatedWindow } from './simulation.ts';

export type ModelDriverOptions = {
  readonly make: (uniform: () => number) => ServiceModel;
  readonly seed?: number;
  /** Changes a result before it is handed out: a generator in trouble, a lost run. */
  readonly spoil?: (result: LoadResult, plan: LoadPlan) => LoadResult;
};

/** Drives a model in virtual time, whose clock is its own, and answers as a real driver does. */
export class ModelDriver implements LoadDriver {
  readonly #options: ModelDriverOptions;
  readonly ran: LoadPlan[] = [];
  #seconds = 0;

  constructor(options: ModelDriverOptions) {
    this.#options = options;
  }

  readonly clock: LoadClock = {
    now: () => this.#seconds * 1000,
    date: () => new Date(this.#seconds * 1000),
    sleep: () => Promise.resolve(),
  };

  async run(plan: LoadPlan, { id, signal }: LoadRunOptions): Promise<LoadResult> {
    await Promise.resolve();
    this.ran.push(plan);
    const [first] = plan.levels;
    if (!first || 'trace' in first) throw new TypeError('a model is driven by streams or at a rate');
    const lengths = plan.levels.map(() => plan.measureSeconds);
    const seed = (this.#options.seed ?? 1) + Number(id.match(/\d+$/)?.[0] ?? 0);
    const run = simulate(
      this.#options.make,
      first,
      lengths,
      seed,
      plan.budget.maxSeconds,
      plan.requestTimeoutSeconds,
    );
    const startedAt = this.clock.date().toISOString();
    this.#seconds += run.seconds + 1;
    const status = signal?.aborted ? 'aborted' : run.cut ? 'partial' : 'complete';
    const result: LoadResult = {
      version: 1,
      id,
      status,
      ...(status === 'complete' ? {} : { reason: 'the budget of seconds is used up' }),
      target: plan.target,
      workload: plan.workload.name,
      requests: run.requests,
      engine: { name: 'model', version: '1' },
      startedAt,
      finishedAt: this.clock.date().toISOString(),
      levels: run.windows.map((window) => level(window, 'rate' in first ? first.rate : undefined, plan)),
    };
    return this.#options.spoil?.(result, plan) ?? result;
  }
}

function level(window: SimulatedWindow, rate: number | undefined, { slos }: LoadPlan): LevelResult {
  const { seconds, responses, failed, cancelled, inFlight, shares } = window;
  const tally = sampleTally(responses.length);
  const encoded = encode(responses);
  const good = responses.filter((one) => slos.every(({ max }) => one * 1000 <= max)).length;
  return {
    ...levelResult({
      streams: inFlight,
      ...(rate === undefined ? {} : { rate }),
      complete: cancelled === 0,
      windowSeconds: seconds,
      clock: 'kernel',
      tally: {
        ...tally,
        counts: { ...tally.counts, started: window.started, failed, good },
        shares: { ...tally.shares, requests: shares },
        errors: {
          ...(failed > 0 && { 'http-status': failed }),
          ...(cancelled > 0 && { cancelled }),
        },
        samples: failed > 0 ? ['http-status: 429'] : [],
        histograms: responses.length > 0 ? { user_e2e: encoded } : {},
      },
    }),
  };
}

function encode(seconds: readonly number[]): string {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const one of seconds) histogram.recordValue(Math.round(one * 1e6));
  return encodeIntoCompressedBase64(histogram);
}
