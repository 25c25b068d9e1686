import { type CommandSpec, textOf } from '../command.ts';
import { oneOf } from '../options.ts';

const outputs = ['console', 'html', 'json', 'junit'] as const;

/** One run of the agent's, live. */
export const watch: CommandSpec = {
  name: 'watch',
  summary: "follow one of the agent's runs live, to its end",
  examples: [
    ['seatrial watch -n cartesia', 'the newest run there'],
    [
      'seatrial watch cartesia-9be1f04c77aa-r7 -n cartesia -o html > report.html',
      'the report of a certain one',
    ],
  ],
  declare: (command) =>
    command
      .argument('[run]', 'name of a TrialRun; the newest unless given')
      .option('-n, --namespace <name>', 'the namespace of the Trial', 'default')
      .option('--trial <name>', 'the newest run of this Trial')
      .option('--context <name>', 'the kubeconfig context; the current one unless given')
      .option(
        '-o, --output <format>',
        `what to print: one of ${outputs.join(', ')}`,
        oneOf(outputs),
        'console',
      )
      .option('--report <folder>', 'store the page, the record and JUnit in this folder'),
  async run(context, [name], options) {
    const { watchRun } = await import('../watch-run.ts');
    return watchRun(context, {
      namespace: String(options.namespace),
      name,
      trial: textOf(options, 'trial'),
      kubeContext: textOf(options, 'context'),
      output: options.output as (typeof outputs)[number],
      reportFolder: textOf(options, 'report'),
    });
  },
};
