import { InvalidArgumentError } from 'commander';
import type { SpreadPrior } from '../../../load/judge/moderate.ts';
import { type CommandSpec, textOf } from '../command.ts';
import { oneOf, wholeNumber } from '../options.ts';

/** The judge alone: numbers in, verdicts out. */
export const judge: CommandSpec = {
  name: 'judge',
  summary: 'judge measured runs against accepted ones, one case per line of JSON',
  examples: [
    ['seatrial judge < cases.ndjson > verdicts.ndjson', 'one line out for each line in, in order'],
    ['seatrial judge --input cases.ndjson -o text', 'what regressed, and how many of each verdict'],
    ['seatrial judge --max-runs 1 < cases.ndjson', 'the candidate is measured once and never again'],
    [
      'seatrial judge --prior 0.01,8 < cases.ndjson',
      'runs are known to differ by 1 %, which counts as much as 8 runs',
    ],
  ],
  declare: (command) =>
    command
      .option('--input <file>', 'read the cases from a file instead of standard input')
      .option(
        '--max-runs <count>',
        'runs that a candidate may get in all; 3 unless given',
        wholeNumber(1, 100),
      )
      .option(
        '--alpha <p>',
        'chance of a false regression in one case, over all its runs; 0.05 unless given',
        chance,
      )
      .option(
        '--prior <s0,d0>',
        "how far runs are known to differ (log scale; 0.01 is 1 %), and the degrees of freedom that this is worth; a line's own prior goes before it",
        prior,
      )
      .option('-o, --output <format>', 'json or text', oneOf(['json', 'text'] as const), 'json')
      .addHelpText('after', () => details),
  async run(context, _args, options) {
    const { runJudge } = await import('../judge/run-judge.ts');
    const { maxRuns, alpha, prior } = options as { maxRuns?: number; alpha?: number; prior?: SpreadPrior };
    return runJudge(context, {
      file: textOf(options, 'input') ?? null,
      json: options.output === 'json',
      options: {
        ...(maxRuns !== undefined && { maxRuns }),
        ...(alpha !== undefined && { alpha }),
        ...(prior !== undefined && { prior }),
      },
    });
  },
};

function chance(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 1e-6 && value <= 0.5) return value;
  throw new InvalidArgumentError('it takes a number from 0.000001 to 0.5.');
}

function prior(text: string): SpreadPrior {
  const [s0, d0, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const isPrior = s0 !== undefined && s0 > 0 && d0 !== undefined && d0 >= 0 && more.length === 0;
  if (isPrior && Number.isFinite(s0 + d0)) return { s0, d0 };
  throw new InvalidArgumentError(
    'it takes two numbers, such as 0.01,8: the first above 0, the second from 0.',
  );
}

/** Its example is judged by `documented.test.ts`. */
export const details = `
In:  {"id":"a","metric":{"name":"ttfa_p95","better":"lower"},"baseline":[165,163.5,166.2,164.1],"candidate":[214],"minEffect":0.05}
Out: {"id":"a","verdict":"regressed","effect":0.299357,"interval":[0.260235,0.330655],"reason":"…"}

A run is one number, or a list of samples that comes down to one: the percentile in the metric's name (ttfa_p95), the
largest (_max), the mean (_mean), otherwise the median. A line may carry "prior":{"s0":0.01,"d0":8}. Verdicts: regressed,
pass, improved, inconclusive. Effect and interval are relative changes, worse is positive. A line that is no case is
answered {"line":7,"error":"…"}, with its id where it has one; the others are judged all the same.

Exit codes: 0 every line was judged, whatever the verdicts; 1 some lines were no cases; 64 wrong usage, 69 the file cannot
be read.`;
