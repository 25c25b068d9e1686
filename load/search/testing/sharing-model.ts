import { type Ended, jitter, type ServiceModel } from './service-model.ts';

/**
 * Processor sharing: up to `full` requests go at full speed, more share that speed, so that latency grows in proportion
 * to the streams: serviceSeconds · N / full. Throughput stops at full / serviceSeconds.
 */
export class SharingModel implements ServiceModel {
  readonly #full: number;
  readonly #service: () => number;
  readonly #left = new Map<number, number>();
  #at = 0;

  constructor(of: { full: number; serviceSeconds: number; spread?: number }, uniform: () => number) {
    this.#full = of.full;
    this.#service = () => of.serviceSeconds * (of.spread ? jitter(uniform, of.spread) : 1);
  }

  arrive(job: number, now: number): void {
    this.#work(now);
    this.#left.set(job, this.#service());
  }

  next(): number {
    if (this.#left.size === 0) return Number.POSITIVE_INFINITY;
    return this.#at + Math.max(0, Math.min(...this.#left.values())) / this.#speed();
  }

  take(now: number): Ended[] {
    this.#work(now);
    const ended = [...this.#left].filter(([, left]) => left <= 1e-9).map(([job]) => job);
    for (const job of ended) this.#left.delete(job);
    return ended.map((job) => ({ job, status: 200 }));
  }

  #speed(): number {
    return Math.min(1, this.#full / this.#left.size);
  }

  #work(now: number): void {
    const done = (now - this.#at) * this.#speed();
    this.#at = now;
    if (done > 0) for (const [job, left] of this.#left) this.#left.set(job, left - done);
  }
}
