import { Agenda, type Ended, type ServiceModel } from './service-model.ts';

/**
 * Works in batches at a fixed beat and lets no more than so many requests a second in (token bucket): what is over is
 * answered with 429 at once. The throughput limit is `perSecond` exactly; up to there every request is answered in
 * `beatSeconds` to twice that.
 */
export class BucketModel implements ServiceModel {
  readonly #agenda = new Agenda();
  readonly #of: { perSecond: number; burst: number; beatSeconds: number };
  #tokens: number;
  #at = 0;

  constructor(of: { perSecond: number; burst: number; beatSeconds: number }) {
    this.#of = of;
    this.#tokens = of.burst;
  }

  arrive(job: number, now: number): void {
    const { perSecond, burst, beatSeconds } = this.#of;
    this.#tokens = Math.min(burst, this.#tokens + (now - this.#at) * perSecond);
    this.#at = now;
    if (this.#tokens < 1) {
      this.#agenda.add(now + 0.001, { job, status: 429 });
      return;
    }
    this.#tokens -= 1;
    this.#agenda.add((Math.floor(now / beatSeconds) + 2) * beatSeconds, { job, status: 200 });
  }

  next(): number {
    return this.#agenda.next();
  }

  take(now: number): Ended[] {
    return this.#agenda.take(now);
  }
}
