import type { Command } from 'commander';
import { type CommandSpec, flagOf, type Options, textOf } from '../command.ts';
import { oneOf } from '../options.ts';

const outputs = ['text', 'json'] as const;

const declareReading = (command: Command): Command =>
  command
    .option('-n, --namespace <name>', 'the namespace of the Trial; default unless given')
    .option('--context <name>', 'the kubeconfig context; the current one unless given')
    .option('-o, --output <format>', 'text or json', oneOf(outputs), 'text');

const declareWriting = (command: Command): Command =>
  declareReading(command)
    .option('--who <name>', 'who decides it; the user that the API server knows unless given')
    .option('--dry-run', 'write nothing, only say what would be');

const declareDecision = (command: Command): Command =>
  declareWriting(command).requiredOption('--why <text>', 'the reason, for those who read it later');

const reading = (options: Options) => ({
  namespace: textOf(options, 'namespace'),
  kubeContext: textOf(options, 'context'),
  json: options.output === 'json',
});

const writing = (options: Options) => ({
  ...reading(options),
  dryRun: flagOf(options, 'dryRun'),
  who: textOf(options, 'who'),
});

const deciding = (options: Options) => ({ ...writing(options), why: String(options.why) });

const commands: readonly CommandSpec[] = [
  {
    name: 'list',
    summary: 'list the baselines of a namespace and what is compared with them',
    examples: [
      ['seatrial baseline list -n cartesia', 'one line for each platform, workload and kind of GPUs'],
    ],
    declare: declareReading,
    async run(context, _args, options) {
      const { runList } = await import('../baseline/run-baseline.ts');
      return runList(context, reading(options));
    },
  },
  {
    name: 'show',
    summary: 'show what a release is compared with, and what persons decided about it',
    examples: [
      ['seatrial baseline show cartesia-tts-websocket-2x-h100 -n cartesia', 'numbers, pins, changes'],
    ],
    declare: (command) => declareReading(command.argument('<key>', "the baseline's key")),
    async run(context, [key], options) {
      const { runShow } = await import('../baseline/run-baseline.ts');
      return runShow(context, key!, reading(options));
    },
  },
  {
    name: 'export',
    summary: 'print one baseline, or all of a namespace, as a file for another cluster',
    examples: [['seatrial baseline export -n cartesia > baselines.json', 'all of them']],
    declare: (command) =>
      command
        .argument('[key]', 'only this one')
        .option('-n, --namespace <name>', 'the namespace of the Trial; default unless given')
        .option('--context <name>', 'the kubeconfig context; the current one unless given'),
    async run(context, [key], options) {
      const { runExport } = await import('../baseline/run-baseline.ts');
      return runExport(context, key, reading(options));
    },
  },
  {
    name: 'import',
    summary: 'take over the baselines of another cluster; nothing that was measured here is lost',
    examples: [
      [
        'seatrial baseline import baselines.json -n cartesia',
        "a go-live starts from a staging cluster's numbers",
      ],
      ['seatrial baseline import baselines.json -n cartesia --dry-run', 'only say what would be taken over'],
    ],
    declare: (command) =>
      declareWriting(command.argument('<file>', 'what `seatrial baseline export` wrote, or -'))
        .option('--key <key>', 'only this baseline of the file')
        .option('--replace', 'also where runs were measured, or pinned, here: they are lost')
        .option('--why <text>', 'the reason, for those who read it later'),
    async run(context, [file], options) {
      const { runImport } = await import('../baseline/run-baseline.ts');
      return runImport(context, file!, {
        ...writing(options),
        key: textOf(options, 'key'),
        replace: flagOf(options, 'replace'),
        why: textOf(options, 'why'),
      });
    },
  },
  {
    name: 'pin',
    summary: 'compare with the runs of now until it is unpinned; later ones are recorded beside them',
    examples: [
      [
        'seatrial baseline pin cartesia-tts-websocket-2x-h100 -n cartesia --why "peak season"',
        'no slow drift',
      ],
    ],
    declare: (command) => declareDecision(command.argument('<key>', "the baseline's key")),
    async run(context, [key], options) {
      const { runPin } = await import('../baseline/run-baseline.ts');
      return runPin(context, key!, deciding(options));
    },
  },
  {
    name: 'unpin',
    summary: 'compare with the last accepted runs again',
    examples: [
      [
        'seatrial baseline unpin cartesia-tts-websocket-2x-h100 -n cartesia --why "over"',
        'the window rolls on',
      ],
    ],
    declare: (command) => declareDecision(command.argument('<key>', "the baseline's key")),
    async run(context, [key], options) {
      const { runUnpin } = await import('../baseline/run-baseline.ts');
      return runUnpin(context, key!, deciding(options));
    },
  },
  {
    name: 'accept',
    summary: 'live with what a failed run measured: later releases are compared with it',
    examples: [
      [
        'seatrial baseline accept cartesia-3f178790a31e-r7 -n cartesia --why "new voices"',
        "a run of the agent's",
      ],
      ['seatrial baseline accept record.json --why "new voices"', 'what `seatrial run -o json` printed'],
    ],
    declare: (command) =>
      declareDecision(command.argument('<run>', "a finished run's name, or the file of its record or page")),
    async run(context, [run], options) {
      const { runAccept } = await import('../baseline/run-baseline.ts');
      return runAccept(context, run!, deciding(options));
    },
  },
];

/** The accepted numbers that releases are compared with. */
export const baseline: CommandSpec = {
  name: 'baseline',
  summary: 'look at, move and decide about the accepted numbers that releases are compared with',
  examples: [['seatrial baseline list -n cartesia', 'what there is to compare with']],
  commands,
};
