import { Random } from '../../kind-fixtures/platforms/cartesia/server/model/random.ts';

/** How runs of one release differ although nothing does, and releases from each other. */
export interface Weather {
  /** SD of the log of a run's factor on all of its durations (σb); the chance of its requests comes on top. */
  readonly spread: number;
  /** Share of that variance which all runs of one release have in common: where its pods landed. */
  readonly shared: number;
  /** Distribution of the factors: normal, or Student's t with 4 degrees of freedom, with the same SD. */
  readonly tails: 'normal' | 't4';
  /** Hours over which the common part is forgotten, as a cluster that drifts; null: drawn anew for each release. */
  readonly driftHours: number | null;
}

/** Factors on the durations of one run, 1 for the usual ones. */
export interface Luck {
  readonly ttfa: number;
  readonly pace: number;
}

type Part = 'all' | keyof Luck;

/**
 * Draws the luck of runs, the same for the same seed, release and run. Half of each variance is common to time to first
 * audio and pace, as both come from one GPU, and half is their own.
 */
export class Luckbox {
  readonly #weather: Weather;
  readonly #seed: string;
  readonly #drifts = new Map<Part, number[]>();

  constructor(weather: Weather, seed: string) {
    this.#weather = weather;
    this.#seed = seed;
  }

  /** `hour`: since the cluster began. */
  of(release: string, run: number, hour: number): Luck {
    const { spread, shared } = this.#weather;
    const part = (name: Part) =>
      Math.sqrt(shared) * this.#common(release, name, hour) +
      Math.sqrt(1 - shared) * this.#draw(`${release}/${run}/${name}`);
    const all = part('all');
    const factor = (name: keyof Luck) => Math.exp(spread * Math.SQRT1_2 * (all + part(name)));
    return { ttfa: factor('ttfa'), pace: factor('pace') };
  }

  #common(release: string, name: Part, hour: number): number {
    const { driftHours } = this.#weather;
    if (driftHours === null) return this.#draw(`${release}/${name}`);
    const known = this.#drifts.get(name) ?? [this.#draw(`drift/${name}/0`)];
    this.#drifts.set(name, known);
    const kept = Math.exp(-1 / driftHours);
    while (known.length <= hour)
      known.push(
        kept * known.at(-1)! + Math.sqrt(1 - kept ** 2) * this.#draw(`drift/${name}/${known.length}`),
      );
    return known[Math.floor(hour)]!;
  }

  /** Of mean 0 and SD 1. */
  #draw(of: string): number {
    const random = new Random(`${this.#seed}/${of}`);
    const normal = random.normal();
    if (this.#weather.tails === 'normal') return normal;
    let chi = 0;
    for (let i = 0; i < 4; i++) chi += random.normal() ** 2;
    return normal / Math.sqrt(chi / 4) / Math.SQRT2;
  }
}
