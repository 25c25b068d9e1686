import { type CommandSpec, flagOf, textOf } from '../command.ts';
import { listOf } from '../options.ts';

const upgrades = ['good', 'worse'] as const;

/** The main job from beginning to end, on a cluster of its own. */
export const demo: CommandSpec = {
  name: 'demo',
  summary: 'sail the main job: a good release, then a worse one that is found and rolled back',
  examples: [
    ['seatrial demo', 'on the kind of cluster that works here, which is removed afterwards'],
    ['seatrial demo --keep', 'leave cluster, platform and agent for a look around'],
    ['seatrial demo --no-fault', 'the control: the same upgrade without the fault must pass'],
    [
      'seatrial demo --platform sie --upgrade good,worse',
      'another platform: a good upgrade, then a worse one',
    ],
  ],
  declare: (command) =>
    command
      .option('--keep', 'leave everything running at the end')
      .option('--platform <name>', 'the stand-in that is tried: cartesia, sie or wordcab', 'cartesia')
      .option(
        '--upgrade <kinds>',
        `upgrades after the first release: ${upgrades.join(' or ')}, separated by commas`,
        listOf(upgrades),
        ['worse'],
      )
      .option('--fault <id>', 'what the worse release has, such as cartesia/silence')
      .option('--no-fault', 'upgrade to a release that is as good as the first')
      .option('--cluster <provider>', 'local, kind or existing; without it, what works here')
      .option('--name <name>', "the cluster's name")
      .option('--report <folder>', 'where the reports go', 'reports/out')
      .addHelpText(
        'after',
        '\nExit codes: 0 everything ended as promised, 1 it did not; 64 wrong usage, 69 something is not available, 70 our bug.',
      ),
  async run(context, _args, options) {
    const { runDemo } = await import('../demo/demo.ts');
    return runDemo(context, {
      cluster: textOf(options, 'cluster'),
      name: textOf(options, 'name'),
      keep: flagOf(options, 'keep'),
      platform: String(options.platform),
      upgrades: options.fault === false ? ['good'] : (options.upgrade as (typeof upgrades)[number][]),
      fault: textOf(options, 'fault'),
      reportFolder: String(options.report),
    });
  },
};
