import { Random } from './random.ts';

export interface RunNoiseOptions {
  readonly seed: string;
  /** SD of the log of a factor that holds for the life of this pod, e.g. 0.007. */
  readonly podSpread: number;
  /** SD of the log of a factor that changes every minute. */
  readonly minuteSpread: number;
}

/**
 * What makes two runs of the same release differ: all requests of one pod, and of one minute, share their
 * luck. A factor on every duration, lognormal around 1.
 */
export class RunNoise {
  readonly #options: RunNoiseOptions;
  readonly #pod: number;

  constructor(options: RunNoiseOptions) {
    this.#options = options;
    this.#pod = options.podSpread * new Random(`${options.seed}/pod`).normal();
  }

  factor(epochMs: number): number {
    const minute = Math.floor(epochMs / 60_000);
    const drift = this.#options.minuteSpread * new Random(`${this.#options.seed}/minute/${minute}`).normal();
    return Math.exp(this.#pod + drift);
  }
}
