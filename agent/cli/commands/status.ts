import { type CommandSpec, flagOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf } from '../options.ts';

/** A release, pool by pool. */
export const status: CommandSpec = {
  name: 'status',
  summary: 'show a release pool by pool: pods, tags, GPUs, autoscaling, and whether its rollout is over',
  examples: [
    ['seatrial status -n cartesia', 'as it is now'],
    ['seatrial status -n cartesia --watch', 'live, until it is settled'],
    ['seatrial status -n cartesia -o json', 'for programs'],
  ],
  declare: (command) =>
    declareRelease(command)
      .option('-w, --watch', 'redraw until the release is settled')
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text')
      .addHelpText(
        'after',
        '\nExit codes: 0 settled, 1 stuck, 2 still rolling out, or not all could be read. With --watch -o json, one line per change.',
      ),
  async run(context, _args, options) {
    const { showStatus } = await import('../operations/show-status.ts');
    return showStatus(context, {
      ...releaseOptions(options),
      watch: flagOf(options, 'watch'),
      json: options.output === 'json',
    });
  },
};
