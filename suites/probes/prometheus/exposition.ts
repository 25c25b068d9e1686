import type { PrometheusSample } from './probe.ts';

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\S+)?$/;
const label = /([a-zA-Z_]\w*)="((?:\\.|[^"\\])*)"/g;

/**
 * The samples of one metric in a text exposition (prometheus.io/docs/instrumenting/exposition_formats): gauges and
 * counters by their name. Other lines are passed over; NaN and infinities come as such numbers.
 */
export function samplesIn(text: string, metric: string): PrometheusSample[] {
  return text.split('\n').flatMap((row) => {
    const [, name, labels = '', value = ''] = line.exec(row.trim()) ?? [];
    if (name !== metric) return [];
    return [
      {
        labels: Object.fromEntries([...labels.matchAll(label)].map(([, key, of]) => [key, of])),
        value: numberOf(value),
      },
    ];
  });
}

const numberOf = (text: string): number => Number(text.replace(/^([+-]?)Inf$/i, '$1Infinity'));
