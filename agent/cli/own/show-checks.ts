import { declaredEntry } from '../../../suites/declared/declared-check.ts';
import { suitesOf } from '../../../suites/platforms/platform.ts';
import type { SuiteEntry } from '../../../suites/suite.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { type InputFiles, readInputs } from './inputs.ts';

interface Listed extends SuiteEntry {
  readonly suites: readonly string[];
}

/** Every check once, with the suites that it stands in. */
async function listed(platform: string, files: InputFiles): Promise<Map<string, Listed>> {
  const inputs = await readInputs(platform, files);
  const entries = [
    ...suitesOf(inputs.platform).flatMap((suite) =>
      suite.entries.map((entry) => ({ suite: suite.name, entry })),
    ),
    ...inputs.declared.map((one) => ({ suite: one.suite, entry: declaredEntry(one) })),
  ];
  return new Map(
    [...Map.groupBy(entries, ({ entry }) => entry.check.id)].map(([id, same]) => [
      id,
      { ...same[0]!.entry, suites: [...new Set(same.map(({ suite }) => suite))] },
    ]),
  );
}

export async function listChecks(
  context: CliContext,
  platform: string,
  files: InputFiles,
  asJson: boolean,
): Promise<ExitCode> {
  const all = await listed(platform, files);
  if (asJson) {
    const plain = [...all.values()].map(({ check, gate, suites }) => ({
      id: check.id,
      title: check.title,
      suites,
      gate,
      blames: check.blames,
      needs: check.needs,
      source: check.source,
    }));
    context.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
    return exitCodes.pass;
  }
  const width = Math.max(...[...all.keys()].map((id) => id.length));
  for (const [id, { check, suites, gate }] of all)
    context.stdout.write(
      `${id.padEnd(width)}  ${suites.join(',').padEnd(22)}  ${gate === 'advisory' ? 'advises' : 'blocks '}  ${check.title}\n`,
    );
  return exitCodes.pass;
}

export async function explainCheck(
  context: CliContext,
  id: string,
  platform: string,
  files: InputFiles,
): Promise<ExitCode> {
  const all = await listed(platform, files);
  const found = all.get(id);
  if (!found)
    throw new CliError(
      'usage',
      `${platform} has no check ${id}: see \`seatrial check list --platform ${platform}\`.`,
    );
  const { check, suites, gate, attempts, maySkip } = found;
  const { kubernetes = [], ...others } = check.needs;
  const touches = [...kubernetes, ...Object.keys(others)].join(', ') || 'nothing';
  const lines: [string, string][] = [
    ['asks', check.question],
    ['stands in', suites.join(', ')],
    [
      'gate',
      `${gate}${maySkip ? ', may be skipped' : ''}; asked up to ${attempts} times, ${check.timeoutSeconds} s each`,
    ],
    ['blames', check.blames === 'release' ? 'the release' : 'the environment: a rollback would not cure it'],
    ['touches', touches],
    ['source', check.source],
    ...(check.hint ? [['first', check.hint] as [string, string]] : []),
  ];
  context.stdout.write(`${id}: ${check.title}\n`);
  for (const [label, text] of lines) context.stdout.write(`  ${label.padEnd(9)}  ${text}\n`);
  return exitCodes.pass;
}
