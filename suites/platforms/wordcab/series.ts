/** One sample of a metric in Prometheus' text format. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of one metric by its full name; escapes in label values are kept as they are. */
export function samplesOf(metric: string, text: string): Sample[] {
  return text.split('\n').flatMap((line): Sample[] => {
    if (!line.startsWith(metric)) return [];
    const [, labels, value] = /^(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/.exec(line.slice(metric.length)) ?? [];
    if (value === undefined) return [];
    const pairs = [...(labels ?? '').matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        labels: Object.fromEntries(pairs.map(([, name, label]) => [name, label])),
        value: Number(value.replace(/^([+-]?)Inf$/, '$1Infinity')),
      },
    ];
  });
}
