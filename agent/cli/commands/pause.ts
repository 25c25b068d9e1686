import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { durationWithin } from '../operations/duration-option.ts';
import { oneOf } from '../options.ts';

/** Autoscaling stands still while a release is changed. */
export const pause: CommandSpec = {
  name: 'pause',
  summary: "pause KEDA's autoscaling, each target at its own replica count, for a time",
  examples: [
    ['seatrial pause -n sie', 'for two hours, or until `seatrial resume`'],
    ['seatrial pause -n sie --for 30m --dry-run', 'only say what would be done'],
  ],
  declare: (command) =>
    command
      .requiredOption('-n, --namespace <name>', 'the namespace of the ScaledObjects')
      .option('--for <time>', 'how long, such as 30m, 2h or 1d', durationWithin(60, 7 * 86_400), 7200)
      .option('--context <name>', 'the kubeconfig context; the current one unless given')
      .option('--dry-run', 'change nothing')
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text')
      .addHelpText(
        'after',
        "\nEach ScaledObject remembers what was there before. `seatrial resume` restores it, also a pause of somebody else's.\nRun again, it prolongs the pause and keeps the counts. Exit codes: 0 all paused, 2 some could not be.",
      ),
  async run(context, _args, options) {
    const { pauseRelease } = await import('../operations/pause-release.ts');
    return pauseRelease(context, {
      namespace: String(options.namespace),
      kubeContext: textOf(options, 'context'),
      forSeconds: Number(options.for),
      dryRun: flagOf(options, 'dryRun'),
      json: options.output === 'json',
    });
  },
};
