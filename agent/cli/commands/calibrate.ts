import { InvalidArgumentError } from 'commander';
import { fewestRuns, mostRuns } from '../../../suites/bench/calibration-session.ts';
import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf, wholeNumber } from '../options.ts';
import { declareInputs, inputFiles } from '../own/inputs.ts';

/** The noise of a cluster, and what can be found in it. */
export const calibrate: CommandSpec = {
  name: 'calibrate',
  summary: 'measure the release against itself: how far its runs differ, and which thresholds can be held',
  examples: [
    [
      'seatrial calibrate --platform cartesia -n cartesia',
      '10 runs of each workload, one stream beside the users',
    ],
    ['seatrial calibrate --alone --runs 16 --save', 'at full load, kept beside the accepted runs'],
    ['seatrial calibrate --runs 20', 'goes on with the runs that are kept, up to 20'],
    ['seatrial calibrate --min-effect 0.05 -o json > calibration.json', 'can 5 % be found? For programs'],
  ],
  declare: (command) =>
    declareInputs(declareRelease(command))
      .option(
        '--runs <count>',
        'runs of each workload that are to count',
        wholeNumber(fewestRuns, mostRuns),
        10,
      )
      .option(
        '--min-effect <share>',
        "the threshold that is to be held, such as 0.05; each workload's own unless given",
        share,
      )
      .option('--url <url>', 'where the platform answers; its Service unless given')
      .option(
        '--alone',
        "nobody else uses the platform: measure at the workload's own levels, not with one stream beside its users",
      )
      .option('--save', 'write what was found into the Baselines of the namespace, for trials to judge by')
      .option('--state <file>', "where the runs are kept; in the user's state folder unless given")
      .option('--fresh', 'throw the runs away that are kept, and begin anew')
      .option(
        '--timeout <seconds>',
        'how long the release may take to stand still',
        wholeNumber(10, 3600),
        300,
      )
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text')
      .option('--report <folder>', 'store calibration.json in this folder')
      .addHelpText('after', () => details),
  async run(context, _args, options) {
    const { runCalibrate } = await import('../calibrate/run-calibrate.ts');
    return runCalibrate(context, {
      ...releaseOptions(options),
      runs: Number(options.runs),
      minEffect: options.minEffect as number | undefined,
      url: textOf(options, 'url') ?? null,
      alone: flagOf(options, 'alone'),
      save: flagOf(options, 'save'),
      state: textOf(options, 'state'),
      fresh: flagOf(options, 'fresh'),
      timeoutSeconds: Number(options.timeout),
      json: options.output === 'json',
      reportFolder: textOf(options, 'report'),
      files: inputFiles(options),
    });
  },
};

function share(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0.001 && value <= 10) return value;
  throw new InvalidArgumentError('it takes a share from 0.001 to 10; 0.05 is 5 %.');
}

const details = `
Load is made as in a trial, with its budget and its guards; a load that a guard ended is not made again. After an
interruption the same command goes on. The API key is read from SEATRIAL_API_KEY.

Exit codes: 0 every threshold that decides can be held; 1 one is refused; 2 inconclusive: too few runs count, or they were not
steady; 64 wrong usage, 69 something is not available, 70 our bug, 130 interrupted.`;
