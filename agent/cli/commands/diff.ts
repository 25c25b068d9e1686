import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { oneOf } from '../options.ts';

/** What changed since a record was taken. */
export const diff: CommandSpec = {
  name: 'diff',
  summary: 'tell what changed since a release was recorded, the weightiest first',
  examples: [
    ['seatrial diff before.json', 'against the cluster as it is now'],
    ['seatrial diff before.json after.json -o json', 'two records, for programs'],
  ],
  declare: (command) =>
    command
      .argument('<before>', 'a record that `seatrial record` wrote')
      .argument('[after]', 'a later record, or live for the cluster as it is now', 'live')
      .option('--url <url>', 'where the platform answers; its Service unless given')
      .option('--context <name>', 'the kubeconfig context; the current one unless given')
      .option('--exit-code', 'exit with 1 where something changed')
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text'),
  async run(context, [before, after = 'live'], options) {
    const { diffRelease } = await import('../operations/diff-release.ts');
    return diffRelease(context, {
      before: before!,
      after,
      url: textOf(options, 'url') ?? null,
      kubeContext: textOf(options, 'context'),
      json: options.output === 'json',
      exitCode: flagOf(options, 'exitCode'),
    });
  },
};
