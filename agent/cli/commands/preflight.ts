import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf, wholeNumber } from '../options.ts';
import { declareTarget, targetOptions } from '../preflight/target-options.ts';

const outputs = ['console', 'html', 'json', 'junit'] as const;

/** What is asked before an upgrade. */
export const preflight: CommandSpec = {
  name: 'preflight',
  summary: 'ask before an upgrade whether it may come; nothing is changed in the cluster',
  examples: [
    ['seatrial preflight -n cartesia --chart ./cartesia -f values.yaml', 'for this chart and these values'],
    ['seatrial preflight -n cartesia', 'for the release as it is: could all of its pods be replaced?'],
    ['seatrial preflight -n cartesia --print-role | kubectl apply -f -', 'the rights that it takes'],
  ],
  declare: (command) =>
    declareTarget(declareRelease(command))
      .option('--settings <file>', 'what you say about the deployment, as YAML or JSON')
      .option('--before <file>', 'what `seatrial record` wrote while the release was well')
      .option('--verified <revision>', 'the Helm revision that was verified last', wholeNumber(1, 1_000_000))
      .option('--bundle <file>', 'a patch bundle, for an installation without a network')
      .option('--signature <file>', "the bundle's detached signature; its key is the setting bundleKey")
      .option('--allow-skip <checks>', 'ids of checks that may be skipped, separated by commas')
      .option(
        '--timeout <seconds>',
        'the run is inconclusive when it takes longer',
        wholeNumber(10, 86_400),
        900,
      )
      .option(
        '-o, --output <format>',
        `what to print: one of ${outputs.join(', ')}`,
        oneOf(outputs),
        'console',
      )
      .option('--report <folder>', 'store the page, the record and JUnit in this folder')
      .option('--record <file>', 'store the record of this run, for the trial after the upgrade')
      .option('--print-role', 'print the Role and ClusterRole that the checks need, and end')
      .addHelpText(
        'after',
        '\nExit codes: 0 the upgrade may come, 1 it may not, 2 could not tell; 64 wrong usage, 69 something is not available, 70 our bug.',
      ),
  async run(context, _args, options) {
    const { runPreflight } = await import('../preflight/run-preflight.ts');
    return runPreflight(context, {
      ...releaseOptions(options),
      ...targetOptions(options),
      settingsFile: textOf(options, 'settings'),
      before: textOf(options, 'before'),
      verified: options.verified as number | undefined,
      bundle: textOf(options, 'bundle'),
      signature: textOf(options, 'signature'),
      allowedSkips: textOf(options, 'allowSkip')?.split(',') ?? [],
      timeoutSeconds: Number(options.timeout),
      output: String(options.output),
      reportFolder: textOf(options, 'report'),
      recordFile: textOf(options, 'record'),
      printRole: flagOf(options, 'printRole'),
    });
  },
};
