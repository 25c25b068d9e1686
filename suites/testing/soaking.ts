import type { BaselineSnapshot, Measured } from '../bench/plan.ts';
import type { SoakPlan } from '../bench/soak-plan.ts';
import type { Clock, RunActions } from '../engine/ports.ts';
import { FakeActions } from './fake-actions.ts';
import { benchOf, measuredEntry, moment } from './plans.ts';

/** A clock that sleeping and measuring move. */
export class MovingClock implements Clock {
  #now = Date.parse(moment);

  now = () => new Date(this.#now);

  sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    this.pass(milliseconds / 1000);
  };

  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

/** A soak of six runs in half an hour, of the benchmark that `benchOf` makes. */
export const soakOf = (over: Partial<SoakPlan['benches'][number]> = {}): SoakPlan => ({
  everySeconds: 300,
  looks: 6,
  benches: [{ workload: 'tts', settled: benchOf().baseline, mostRuns: null, ...over }],
});

export const baselineOf = (values: readonly number[]): BaselineSnapshot => ({
  ...benchOf().baseline!,
  scalars: { '8/ttfa_p50': [...values] },
});

/** A world in which a measurement takes half a minute, and answers what `looks` says of each run of the soak. */
export class SoakingActions extends FakeActions {
  /** What is odd about a run of the soak, by its number from 1 on. */
  looks: (look: number) => Partial<Measured> & { readonly ttfa?: number } = () => ({});
  readonly startedAt: string[] = [];
  readonly #clock: MovingClock;

  constructor(clock: MovingClock) {
    super();
    this.#clock = clock;
  }

  // The trial takes one run, so that the soak's begin with the second.
  override measure: RunActions['measure'] = async (_plan, _bench, run) => {
    const { ttfa = 120, ...odd } = run === 1 ? {} : this.looks(run - 1);
    const startedAt = this.#clock.now().toISOString();
    this.done.push(`measure ${run}`);
    this.startedAt.push(startedAt);
    this.#clock.pass(30);
    const { measured } = measuredEntry(run, ttfa) as unknown as { measured: Measured };
    return { ...measured, startedAt, finishedAt: this.#clock.now().toISOString(), ...odd };
  };
}
