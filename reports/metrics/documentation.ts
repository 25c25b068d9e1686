import { catalogue, labels, type Metric } from './catalogue.ts';

/** `docs/metrics.md`, made from the catalogue. */
export function metricsDocumentation(): string {
  const rows = Object.values<Metric>(catalogue).map(
    ({ name, type, unit, labels: of, help, states, buckets }) => {
      const more = [
        states && `States: ${states.map((state) => `\`${state}\``).join(', ')}.`,
        buckets && `Buckets: ${buckets.join(', ')}.`,
      ].filter(Boolean);
      return `| \`${name}\` | ${type} | ${unit} | ${of.map((label) => `\`${label}\``).join(' ')} | ${[help, ...more].join(' ')} |`;
    },
  );
  const meanings = Object.entries(labels).map(([label, meaning]) => `| \`${label}\` | ${meaning} |`);
  return `# Metrics

Made from \`reports/metrics/catalogue.ts\` by \`node reports/metrics/write-documentation.ts\`; do not edit.

The agent serves these on \`/metrics\`. Gauges speak about the latest or the last finished run of a Trial, as their
help says; series that a run no longer has are removed when it ends. A state set has one series per state, 1 for the
current one and 0 for the others, so that \`max by (verdict) (seatrial_run_verdict == 1)\` names it. Counters start
anew with the process.

| metric | type | unit | labels | meaning |
|---|---|---|---|---|
${rows.join('\n')}

## Labels

Each has few values: no ids, texts or times.

| label | meaning |
|---|---|
${meanings.join('\n')}
`;
}
