import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { catalogue, type Metric, type MetricKey } from './catalogue.ts';

export type LabelValues = Readonly<Record<string, string>>;

/** The catalogue's metrics in a registry. Gauges remember which series belong to a trial, so that stale ones go. */
export interface Series {
  set(key: MetricKey, labels: LabelValues, value: number): void;
  /** A state set: 1 for the current state, 0 for the others. */
  state(key: MetricKey, labels: LabelValues, label: string, current: string): void;
  count(key: MetricKey, labels: LabelValues): void;
  observe(key: MetricKey, labels: LabelValues, value: number): void;
  /** Removes the gauges of a trial that were not set since the last sweep of it. */
  sweep(trial: string): void;
}

export function createSeries(registry: Registry): Series {
  const gauges = new Map<string, Gauge>();
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  for (const [key, metric] of Object.entries<Metric>(catalogue)) {
    const options = {
      name: metric.name,
      help: metric.help,
      labelNames: [...metric.labels],
      registers: [registry],
    };
    if (metric.type === 'gauge') gauges.set(key, new Gauge(options));
    else if (metric.type === 'counter') counters.set(key, new Counter(options));
    else histograms.set(key, new Histogram({ ...options, buckets: [...(metric.buckets ?? [])] }));
  }
  /** trial → series → how to remove it. */
  const standing = new Map<string, Map<string, () => void>>();
  const fresh = new Map<string, Set<string>>();

  const set = (key: MetricKey, labels: LabelValues, value: number): void => {
    const gauge = gauges.get(key);
    if (!gauge) throw new TypeError(`${key} is not a gauge of the catalogue`);
    gauge.set({ ...labels }, value);
    const trial = labels.trial ?? '';
    const id = `${key}${JSON.stringify(labels)}`;
    const known = standing.get(trial) ?? new Map<string, () => void>();
    standing.set(
      trial,
      known.set(id, () => gauge.remove({ ...labels })),
    );
    fresh.set(trial, (fresh.get(trial) ?? new Set()).add(id));
  };

  return {
    set,
    state(key, labels, label, current) {
      const { states = [] } = catalogue[key] as Metric;
      for (const state of states) set(key, { ...labels, [label]: state }, state === current ? 1 : 0);
    },
    count: (key, labels) => counters.get(key)!.inc({ ...labels }),
    observe: (key, labels, value) => histograms.get(key)!.observe({ ...labels }, value),
    sweep(trial) {
      for (const [id, remove] of standing.get(trial) ?? []) {
        if (fresh.get(trial)?.has(id)) continue;
        remove();
        standing.get(trial)!.delete(id);
      }
      if (standing.get(trial)?.size === 0) standing.delete(trial);
      fresh.delete(trial);
    },
  };
}
