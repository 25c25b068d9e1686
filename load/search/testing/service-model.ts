/** How one request ended: a status of HTTP. */
export type Ended = { readonly job: number; readonly status: 200 | 429 };

/**
 * A service whose limits are known in advance, without a clock of its own: the simulation asks it in virtual time, the
 * server in real time. Moments are seconds and never go back.
 */
export interface ServiceModel {
  arrive(job: number, now: number): void;
  /** When something ends next; infinite when nothing is under way. */
  next(): number;
  /** Whatever has ended by now. */
  take(now: number): Ended[];
}

/** Uniform numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A factor around 1 with the spread given, lognormal. */
export function jitter(uniform: () => number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return Math.exp(spread * normal - (spread * spread) / 2);
}

/** What ends at which moment, the next one first. */
export class Agenda {
  readonly #entries: { readonly at: number; readonly ended: Ended }[] = [];

  add(at: number, ended: Ended): void {
    let place = this.#entries.length;
    while (place > 0 && this.#entries[place - 1]!.at > at) place--;
    this.#entries.splice(place, 0, { at, ended });
  }

  next(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  take(now: number): Ended[] {
    const after = this.#entries.findIndex(({ at }) => at > now);
    return this.#entries.splice(0, after < 0 ? this.#entries.length : after).map(({ ended }) => ended);
  }
}
