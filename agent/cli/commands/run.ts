import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { listOf, oneOf, timeSpan, wholeNumber } from '../options.ts';
import { declareInputs, inputFiles } from '../own/inputs.ts';

const outputs = ['console', 'html', 'json', 'junit'] as const;
const suites = ['verify', 'smoke', 'bench'] as const;

/** One run against the current kubeconfig, without an agent. */
export const run: CommandSpec = {
  name: 'run',
  summary: 'try the release that is deployed now, once, from here; nothing is changed in the cluster',
  examples: [
    ['seatrial run --platform cartesia --release cartesia -n cartesia', 'verify, smoke-test and benchmark'],
    ['seatrial run --suite verify,smoke -o json > record.json', 'without load, for programs'],
    ['seatrial run --soak 1h --soak-every 5m', 'and watch it for an hour, for what begins late'],
    ['seatrial run --suite bench --alone', 'at full load: for a platform that nobody uses'],
    ['seatrial run --baseline baselines.json --accept-baseline', 'CI keeps its own accepted runs in a file'],
    [
      'seatrial run --suite verify,smoke --url http://localhost:5000 --report reports/out',
      'through a port-forward, where no number counts; keep the reports',
    ],
  ],
  declare: (command) =>
    declareInputs(declareRelease(command))
      .option('--suite <names>', `any of ${suites.join(',')}`, listOf(suites), [...suites])
      .option('--url <url>', 'where the platform answers; its Service unless given')
      .option('--allow-skip <checks>', 'ids of checks that may be skipped, separated by commas')
      .option('--max-runs <count>', 'benchmark runs per workload, at most', wholeNumber(1, 5))
      .option(
        '--alone',
        "nobody else uses the platform: benchmark at the workload's own levels, not with one stream beside its users",
      )
      .option('--baseline <file>', 'compare with what `seatrial baseline export` wrote')
      .option('--accept-baseline', 'add the run to that file when it passes; the file may be a new one')
      .option(
        '--soak <time>',
        'measure on for so long after a pass, such as 30m: what gets slower fails',
        timeSpan,
      )
      .option('--soak-every <time>', 'from one run of the soak to the next', timeSpan, 300)
      .option(
        '--timeout <seconds>',
        'the run is inconclusive when it takes longer, without its soak',
        wholeNumber(10, 86_400),
        1800,
      )
      .option(
        '-o, --output <format>',
        `what to print: one of ${outputs.join(', ')}`,
        oneOf(outputs),
        'console',
      )
      .option('--report <folder>', 'store the page, the record and JUnit in this folder')
      .addHelpText(
        'after',
        '\nThe API key is read from SEATRIAL_API_KEY.\nExit codes: 0 pass, 1 fail, 2 inconclusive; 64 wrong usage, 69 something is not available, 70 our bug.',
      ),
  async run(context, _args, options) {
    const { runLocally } = await import('../run-locally.ts');
    const { soakAsked } = await import('../soak-option.ts');
    return runLocally(context, {
      ...releaseOptions(options),
      suites: options.suite as (typeof suites)[number][],
      url: textOf(options, 'url') ?? null,
      allowedSkips: textOf(options, 'allowSkip')?.split(',') ?? [],
      maxRuns: options.maxRuns as number | undefined,
      alone: options.alone === true,
      baseline: textOf(options, 'baseline'),
      acceptBaseline: flagOf(options, 'acceptBaseline'),
      timeoutSeconds: Number(options.timeout),
      soak: soakAsked(options),
      output: options.output as (typeof outputs)[number],
      reportFolder: textOf(options, 'report'),
      files: inputFiles(options),
    });
  },
};
