import { type CommandSpec, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf, wholeNumber } from '../options.ts';
import { declareInputs, inputFiles } from '../own/inputs.ts';

const outputs = ['console', 'json'] as const;

const list: CommandSpec = {
  name: 'list',
  summary: 'every check that a platform has, and where it stands',
  examples: [
    ['seatrial check list --platform sie', 'the checklists of SIE'],
    ['seatrial check list --checks own.yaml -o json', 'with your own, for programs'],
  ],
  declare: (command) =>
    declareInputs(command)
      .option('--platform <name>', 'the profile of the platform', 'cartesia')
      .option('-o, --output <format>', 'console or json', oneOf(outputs), 'console'),
  async run(context, _args, options) {
    const { listChecks } = await import('../own/show-checks.ts');
    return listChecks(context, String(options.platform), inputFiles(options), options.output === 'json');
  },
};

const explain: CommandSpec = {
  name: 'explain',
  summary: 'what a check asks, what it touches, whom it blames, and what to do when it fails',
  examples: [['seatrial check explain ingress-https --platform cartesia', 'one check, whole']],
  declare: (command) =>
    declareInputs(command.argument('<id>', 'the id of the check')).option(
      '--platform <name>',
      'the profile of the platform',
      'cartesia',
    ),
  async run(context, [id], options) {
    const { explainCheck } = await import('../own/show-checks.ts');
    return explainCheck(context, id!, String(options.platform), inputFiles(options));
  },
};

const run: CommandSpec = {
  name: 'run',
  summary: 'ask one check, or some, of the release that is deployed now',
  examples: [
    ['seatrial check run cartesia.voices -n cartesia', 'exit code 0 pass, 1 fail, 2 inconclusive'],
    ['seatrial check run own.api-answers --checks checks.yaml', 'try a check of your own'],
  ],
  declare: (command) =>
    declareInputs(declareRelease(command.argument('<ids...>', 'ids of checks')))
      .option('--url <url>', 'where the platform answers; its Service unless given')
      .option('--timeout <seconds>', 'inconclusive when it takes longer', wholeNumber(1, 86_400), 900)
      .option('-o, --output <format>', 'console or json', oneOf(outputs), 'console'),
  async run(context, ids, options) {
    const { runLocally } = await import('../run-locally.ts');
    const { checksReporter } = await import('../own/checks-reporter.ts');
    const asJson = options.output === 'json';
    return runLocally(context, {
      ...releaseOptions(options),
      suites: ['preflight', 'verify', 'smoke'],
      only: ids,
      url: textOf(options, 'url') ?? null,
      allowedSkips: [],
      maxRuns: undefined,
      timeoutSeconds: Number(options.timeout),
      output: options.output as (typeof outputs)[number],
      reportFolder: undefined,
      ...(!asJson && { reporter: (inputs) => checksReporter(context, inputs) }),
      files: inputFiles(options),
    });
  },
};

/** The checks themselves: which there are, what they are, and one at a time. */
export const check: CommandSpec = {
  name: 'check',
  summary: 'list, explain and run single checks',
  examples: [['seatrial check explain images-on-tag', 'what a check is about']],
  commands: [list, explain, run],
};
