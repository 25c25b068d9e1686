import { Agenda, type Ended, jitter, type ServiceModel } from './service-model.ts';

/** Answers everything after the same time, however much is asked: it is never saturated. */
export class SteadyModel implements ServiceModel {
  readonly #agenda = new Agenda();
  readonly #service: () => number;

  constructor(of: { serviceSeconds: number; spread?: number }, uniform: () => number) {
    this.#service = () => of.serviceSeconds * (of.spread ? jitter(uniform, of.spread) : 1);
  }

  arrive(job: number, now: number): void {
    this.#agenda.add(now + this.#service(), { job, status: 200 });
  }

  next(): number {
    return this.#agenda.next();
  }

  take(now: number): Ended[] {
    return this.#agenda.take(now);
  }
}
