import { Gauge, Registry } from 'prom-client';

const WINDOW_MS = 60_000;
const MAX_SAMPLES = 10_000;

interface Sample {
  readonly at: number;
  readonly ttfaMs: number;
  readonly rtf: number;
}

/**
 * The worker's metrics by the vendor's names. Their types, labels and units are not public; here they are
 * gauges with the labels `worker` and `model`, the last two as means over the last minute, TTFA in ms.
 */
export class WorkerMetrics {
  readonly registry = new Registry();
  #samples: Sample[] = [];

  constructor(labels: { worker: string; model: string }, state: { capacity(): number; load(): number }) {
    const gauge = (name: string, help: string, read: () => number | undefined) =>
      new Gauge({
        name,
        help,
        labelNames: ['worker', 'model'],
        registers: [this.registry],
        collect() {
          const value = read();
          if (value === undefined) this.reset();
          else this.set(labels, value);
        },
      });
    gauge(
      'inferno_worker_capacity',
      'Streams that this worker can serve; 0 while its model loads.',
      state.capacity,
    );
    gauge('inferno_worker_load', 'Streams in progress.', state.load);
    gauge('inferno_worker_ttfa', 'Mean time to first audio over the last minute, ms.', () =>
      this.#mean('ttfaMs'),
    );
    gauge('inferno_worker_rtf', 'Mean real-time factor over the last minute.', () => this.#mean('rtf'));
  }

  observe(ttfaMs: number, rtf: number): void {
    this.#samples.push({ at: Date.now(), ttfaMs, rtf });
    if (this.#samples.length > MAX_SAMPLES) this.#samples.splice(0, MAX_SAMPLES / 2);
  }

  #mean(key: 'ttfaMs' | 'rtf'): number | undefined {
    const recent = this.#samples.filter(({ at }) => at > Date.now() - WINDOW_MS);
    this.#samples = recent;
    if (recent.length === 0) return undefined;
    return recent.reduce((sum, sample) => sum + sample[key], 0) / recent.length;
  }
}
