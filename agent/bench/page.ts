import { type Asked, type Table, upgradesBefore } from './run-scenario.ts';
import { asMarkdown } from './table.ts';

/** `docs/bench-verdict.md`. */
export function page(tables: readonly Table[], { upgrades, clusters, seed }: Asked): string {
  const what = `${upgrades} upgrades of each kind on ${clusters} clusters, seed ${seed}.`;
  return `${['# What the verdict makes of upgrades', what, ...simulated, ...tables.map(asMarkdown)].join('\n\n')}\n`;
}

const simulated = [
  `Simulated clusters of four H100 each are upgraded again and again. Real are the plan, the engine, the judge, the verdict
rules, the records, and the Baseline resources (on a store in memory). Simulated are the clock, the rollout, and the
load: each request draws from the performance model of the stand-in, is counted as the load engine counts, and goes
through the same histograms, percentiles and audit. The checks of verify and smoke always pass, and nothing but the
release goes wrong: no pod restarts, no node is throttled, the generator is never saturated.`,
  `σb is the SD of the log of a factor that all durations of a run share. Half of its variance is the release's, common to
all its runs: where its pods landed. The stand-in's own noise is made so (a pod's and a minute's). Half is common to time
to first audio and pace, which come from one GPU. The chance of the requests comes on top: at 8 streams per GPU a run
has some 600 of them, which is another 1 % on p50 and 1.6 % on p95.`,
  `On each cluster ${upgradesBefore} unchanged upgrades come first and build the baseline. Beside each unchanged one that counts, one with
each shift is tried against the same baseline and then taken back. Held: inconclusive, nothing is changed and a person is asked.
By the baseline: the comparison with the accepted runs found it; the rest left the expected range of the GPU only.
Runs: measured until the verdict, at most 3.`,
];
