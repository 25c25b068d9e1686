import { type CommandSpec, textOf } from '../command.ts';
import { oneOf } from '../options.ts';

/** The runs that the agent made. */
export const runs: CommandSpec = {
  name: 'runs',
  summary: "list the agent's runs in a namespace, the newest first",
  examples: [
    ['seatrial runs -n cartesia', 'verdicts, newest first'],
    ['seatrial runs -n cartesia -o json', 'for programs'],
  ],
  declare: (command) =>
    command
      .option('-n, --namespace <name>', 'the namespace of the Trial', 'default')
      .option('--trial <name>', 'only the runs of this Trial')
      .option('--context <name>', 'the kubeconfig context; the current one unless given')
      .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text'),
  async run(context, _args, options) {
    const { listRuns } = await import('../list-runs.ts');
    return listRuns(context, {
      namespace: String(options.namespace),
      trial: textOf(options, 'trial'),
      kubeContext: textOf(options, 'context'),
      json: options.output === 'json',
    });
  },
};
