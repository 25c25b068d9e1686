import { Agenda, type Ended, jitter, type ServiceModel } from './service-model.ts';

/**
 * Processor sharing: up to `full` requests go at full speed, more share that speed, so that latency grows in proportion
 * to the streams: serviceSeconds · N / full. Throughput stops at full / serviceSeconds.
 */
export class SharingModel implements ServiceModel {
  readonly #full: number;
  readonly #service: () => number;
  /** In seconds of work: all requests get the same share of it, so each ends when so much has been done. */
  readonly #agenda = new Agenda();
  #underWay = 0;
  #done = 0;
  #at = 0;

  constructor(of: { full: number; serviceSeconds: number; spread?: number }, uniform: () => number) {
    this.#full = of.full;
    this.#service = () => of.serviceSeconds * (of.spread ? jitter(uniform, of.spread) : 1);
  }

  arrive(job: number, now: number): void {
    this.#work(now);
    this.#underWay++;
    this.#agenda.add(this.#done + this.#service(), { job, status: 200 });
  }

  next(): number {
    return this.#at + Math.max(0, this.#agenda.next() - this.#done) / this.#speed();
  }

  take(now: number): Ended[] {
    this.#work(now);
    const ended = this.#agenda.take(this.#done + 1e-9);
    this.#underWay -= ended.length;
    return ended;
  }

  #speed(): number {
    return Math.min(1, this.#full / Math.max(1, this.#underWay));
  }

  #work(now: number): void {
    this.#done += (now - this.#at) * this.#speed();
    this.#at = now;
  }
}
