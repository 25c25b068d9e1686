import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { oneOf } from '../options.ts';

/** Takes back what `pause` did. */
export const resume: CommandSpec = {
  name: 'resume',
  summary: "give KEDA's autoscaling back as it was before `seatrial pause`",
  examples: [
    ['seatrial resume -n sie', 'what Seatrial paused, and only that'],
    ['seatrial resume -n sie --expired', 'only pauses whose time is over, for a CronJob'],
    ['seatrial resume -n sie --all', 'whoever paused it'],
  ],
  declare: (command) =>
    command
      .requiredOption('-n, --namespace <name>', 'the namespace of the ScaledObjects')
      .option('--all', "take back everybody's pauses")
      .option('--expired', 'take back only pauses whose time is over')
      .option('--context <name>', 'the kubeconfig context; the current one unless given')
      .option('--dry-run', 'change nothing')
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text'),
  async run(context, _args, options) {
    const { resumeRelease } = await import('../operations/pause-release.ts');
    return resumeRelease(context, {
      namespace: String(options.namespace),
      kubeContext: textOf(options, 'context'),
      all: flagOf(options, 'all'),
      expiredOnly: flagOf(options, 'expired'),
      dryRun: flagOf(options, 'dryRun'),
      json: options.output === 'json',
    });
  },
};
