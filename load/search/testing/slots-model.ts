import { Agenda, type Ended, jitter, type ServiceModel } from './service-model.ts';

/**
 * So many slots and one queue, first come first served (M/D/c when arrivals are Poisson). Throughput stops at
 * slots / serviceSeconds; N streams, more than the slots, wait N · serviceSeconds / slots.
 */
export class SlotsModel implements ServiceModel {
  readonly #agenda = new Agenda();
  readonly #freeAt: number[];
  readonly #service: () => number;

  constructor(of: { slots: number; serviceSeconds: number; spread?: number }, uniform: () => number) {
    this.#freeAt = Array.from({ length: of.slots }, () => 0);
    this.#service = () => of.serviceSeconds * (of.spread ? jitter(uniform, of.spread) : 1);
  }

  arrive(job: number, now: number): void {
    const slot = this.#freeAt.indexOf(Math.min(...this.#freeAt));
    const end = Math.max(now, this.#freeAt[slot]!) + this.#service();
    this.#freeAt[slot] = end;
    this.#agenda.add(end, { job, status: 200 });
  }

  next(): number {
    return this.#agenda.next();
  }

  take(now: number): Ended[] {
    return this.#agenda.take(now);
  }
}
