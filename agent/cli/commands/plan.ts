import { type CommandSpec, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf } from '../options.ts';
import { declareTarget, targetOptions } from '../preflight/target-options.ts';

/** What an upgrade would do. */
export const plan: CommandSpec = {
  name: 'plan',
  summary: 'show what an upgrade would change, restart, reset or fail at; nothing is changed in the cluster',
  examples: [
    ['seatrial plan -n cartesia --chart ./cartesia -f values.yaml', 'against the live release'],
    [
      'seatrial plan -n cartesia --chart ./cartesia --set release.releaseTag=sonic-20260610 -o json',
      'for programs',
    ],
  ],
  declare: (command) =>
    declareTarget(declareRelease(command))
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text')
      .addHelpText(
        'after',
        '\nSecrets are hidden. Without --values and --set the values of the deployed release are taken, as Helm does it.\nExit codes: 0 it can be done, 1 it would end in an error; 64 wrong usage, 69 something is not available.',
      ),
  async run(context, _args, options) {
    const { showPlan } = await import('../preflight/show-plan.ts');
    return showPlan(context, {
      ...releaseOptions(options),
      ...targetOptions(options),
      json: textOf(options, 'output') === 'json',
    });
  },
};
