import type { Clock } from '../../suites/engine/ports.ts';

/** Time that passes only by being slept through or spent. */
export class SimulatedClock implements Clock {
  #now: number;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now = (): Date => new Date(this.#now);

  async sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
  }

  spend(seconds: number): void {
    this.#now += seconds * 1000;
  }
}
