import { type CommandSpec, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { listOf, oneOf, wholeNumber } from '../options.ts';
import { declareInputs, inputFiles } from '../own/inputs.ts';

const outputs = ['console', 'markdown', 'html', 'json'] as const;
const suites = ['verify', 'smoke', 'bench'] as const;

/** The vendor's final review, item by item, as a document with evidence. */
export const goLive: CommandSpec = {
  name: 'go-live',
  summary: 'work through the go-live checklist and write it down, with evidence for each item',
  examples: [
    ['seatrial go-live --settings settings.yaml', 'run it all; the document is stored in reports/go-live'],
    [
      'seatrial go-live --sign "Ada L." --item oncall-runbook',
      'sign what only a person can tell, or what does not apply here',
    ],
    ['seatrial go-live --suite verify,smoke -o markdown', 'without load; the item stays open'],
  ],
  declare: (command) =>
    declareInputs(declareRelease(command))
      .option('--suite <names>', `any of ${suites.join(',')}`, listOf(suites), [...suites])
      .option('--url <url>', 'where the platform answers; its Service unless given')
      .option('--allow-skip <checks>', 'ids of checks that may be skipped, separated by commas')
      .option('--max-runs <count>', 'benchmark runs per workload, at most', wholeNumber(1, 5))
      .option(
        '--baseline <file>',
        "compare with what `seatrial baseline export` wrote, such as a staging cluster's",
      )
      .option('--timeout <seconds>', 'open when it takes longer', wholeNumber(10, 86_400), 3600)
      .option('--sign <name>', 'who signs the item; nothing is run')
      .option('--item <id>', 'the item that is signed')
      .option('--note <text>', 'what the signer says')
      .option(
        '-o, --output <format>',
        `what to print: one of ${outputs.join(', ')}`,
        oneOf(outputs),
        'console',
      )
      .option('--report <folder>', 'where document and signatures are kept', 'reports/go-live')
      .addHelpText(
        'after',
        '\nExit codes: 0 every item passed, 1 one failed, 2 one is open or unsigned; 64 wrong usage, 69 something is not available, 70 our bug.',
      ),
  async run(context, _args, options) {
    const asked = releaseOptions(options);
    const folder = String(options.report);
    const [sign, item, note] = [textOf(options, 'sign'), textOf(options, 'item'), textOf(options, 'note')];
    if (sign !== undefined || item !== undefined) {
      const { signItem } = await import('../go-live/sign-item.ts');
      return signItem(context, {
        platform: asked.platform,
        folder,
        files: inputFiles(options),
        name: sign,
        item,
        note,
      });
    }
    const { runGoLive } = await import('../go-live/run-go-live.ts');
    return runGoLive(context, {
      ...asked,
      suites: options.suite as (typeof suites)[number][],
      url: textOf(options, 'url') ?? null,
      allowedSkips: textOf(options, 'allowSkip')?.split(',') ?? [],
      maxRuns: options.maxRuns as number | undefined,
      baseline: textOf(options, 'baseline'),
      timeoutSeconds: Number(options.timeout),
      output: options.output as (typeof outputs)[number],
      folder,
      files: inputFiles(options),
    });
  },
};
