import { type Asked, type Table, upgradesBefore } from './run-scenario.ts';
import { asMarkdown } from './table.ts';

/** `docs/bench-verdict.md`. */
export function page(tables: readonly Table[], { upgrades, clusters, seed }: Asked): string {
  const what = `${upgrades} upgrades of each kind on ${clusters} clusters, seed ${seed}: \`npm run bench:verdict -- --write\`.`;
  return `${['# What the verdict makes of upgrades', what, ...simulated, asMarkdown(tables)].join('\n\n')}\n`;
}

const simulated = [
  `Simulated clusters of four H100 each are upgraded again and again. Real are the plan, the engine, the judge, the
verdict rules, the records, and the Baseline resources (on a store in memory). Simulated are the clock, the rollout, and
the load: each request draws from the performance model of the stand-in, is counted as the load engine counts, and goes
through the same histograms, percentiles and audit. The checks of verify and smoke always pass, and nothing but the
release goes wrong: no pod restarts, no node is throttled, the generator is never saturated.`,
  `σb is the SD of the log of a factor that all durations of a run share. Half of its variance is the release's, common to
all its runs: where its pods landed. The stand-in's own noise is made so (a pod's and a minute's). Half is common to time
to first audio and pace, which come from one GPU. The chance of the requests comes on top: at 8 streams per GPU a run
has some 600 of them, which is another 1 % on p50 and 1.6 % on p95. Rows with each run on its own, with heavy tails
(Student's t, 4 degrees of freedom) and with a drift from hour to hour (the release's half, forgotten over 12 hours, an
upgrade every 6) have the same σb.`,
  `On each cluster ${upgradesBefore} unchanged upgrades come first and build the baseline. Beside each unchanged one that
counts, one with each shift is tried against the same baseline and then taken back. Held: inconclusive, nothing is
changed and a person is asked. By the baseline: the comparison with the accepted runs found it; the rest left the
expected range of the GPU only. Runs: measured until the verdict, at most 3.`,
  `Limits of 10 % and 15 % (p95) are those of the workload as shipped, measured at 1, 4 and 8 streams per GPU with nobody
else on the platform. Calibrated: 10 A/A runs of the release before the first upgrade are stored with the baseline. Limit
5 %: the same, with that on each number. One stream beside users is what a Trial does unless told. The judge alone, on one
number with the same noise and without a release around it, is there to compare with: a release has three numbers that
decide.`,
  `How to read it. A change below the limit is no regression: at a limit of 10 % an upgrade of +5 % is to be promoted. One
of exactly the limit may be promoted in 5 of 100 cases (β), and is in some more, because runs of one release share half
of their luck and three of them tell less than the judge takes them for. Where the noise is close to the limit, nothing
can be told within three runs, and the answer is to hold, as the judge alone does. \`seatrial calibrate\` refuses
such a limit. A regression is never told on a single run, so that two is the least.`,
];
