import { access, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Dates, noisier, readDates } from './dates.ts';
import { type BenchOptions, parseOptions, usage } from './options.ts';
import { ours, oursOfSix, priorOf } from './ours.ts';
import { benchstat } from './peers/benchstat.ts';
import { otava } from './peers/otava.ts';
import { fixed } from './rules/fixed.ts';
import { kayenta } from './rules/kayenta.ts';
import { perfherder } from './rules/perfherder.ts';
import { rustc } from './rules/rustc.ts';
import { score } from './score.ts';
import { asMarkdown, asText, legend, type Table } from './table.ts';
import { halves, slides, type Window } from './windows.ts';

/** Every second date, from the second on, is for tuning and for the prior; the others are reported. */
const tuned = 1;
const reported = 0;

/** `npm run bench:judge`. */
const options = parseOptions(process.argv.slice(2));
if ('help' in options) console.log(usage);
else if ('wrong' in options) {
  console.error(`${options.wrong}\n\n${usage}`);
  process.exitCode = 64;
} else await bench(options);

async function bench(wanted: BenchOptions): Promise<void> {
  const readable = await access(wanted.data).then(
    () => true,
    () => false,
  );
  if (!readable) {
    console.error(`There is no data at ${wanted.data}: say where it is with --data FILE.`);
    process.exitCode = 66;
    return;
  }
  const plain = await readDates(wanted.data);
  const count = plain.stamps.length;
  const k = Math.min(10, count - 3);
  const peers = [fixed, ...(await benchstat(say)), kayenta, perfherder, rustc];
  if (wanted.otava) peers.push(...(await otava(say)));
  else say('Otava is left out; --peers otava installs and runs it');
  const tables: Table[] = [];
  for (const noise of [1, 5]) {
    const dates = noisier(plain, noise);
    const rows = async (windows: readonly Window[]) => {
      const scores = [];
      for (const detector of [...peers, ...ourRows(dates)]) {
        say(`noise × ${noise}: ${detector.title}`);
        scores.push(await score(detector, dates, windows, wanted.seed));
      }
      return scores;
    };
    const name = noise === 1 ? 'Go data' : `Go data, run noise × ${noise}`;
    const half = halves(count, reported);
    const heldOut = `${name}: the reported half of the dates (k = ${half[0]!.baseline.length})`;
    tables.push({ title: heldOut, rows: await rows(half) });
    tables.push({ title: `${name}: sliding over all dates (k = ${k})`, rows: await rows(slides(count, k)) });
  }
  const words = `${plain.benchmarks.length} benchmarks of ${plain.toolchain} on ${count} dates (${basename(wanted.data)}), seed ${wanted.seed}. The peers are asked with the first run of the release, as is our row of one run.`;
  if (wanted.json) console.log(JSON.stringify({ data: words, tables }, null, 2));
  else console.log([words, ...tables.map(asText), legend.join('\n')].join('\n\n'));
  const parts = ['# How well regressions are found', words, ...tables.map(asMarkdown), legend.join(' ')];
  if (wanted.write !== undefined) await writeFile(wanted.write, `${parts.join('\n\n')}\n`);
}

function ourRows(dates: Dates) {
  const prior = priorOf(dates, tuned);
  const known = prior === undefined ? {} : { prior };
  return [
    ours('seatrial, one run, no prior', { maxRuns: 1 }),
    ours('seatrial, R = 3, no prior', { maxRuns: 3 }),
    ours('seatrial, one run', { maxRuns: 1, ...known }),
    ours('seatrial, R = 3', { maxRuns: 3, ...known }),
    oursOfSix('seatrial, R = 3, six metrics', { maxRuns: 3, ...known }),
  ];
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
