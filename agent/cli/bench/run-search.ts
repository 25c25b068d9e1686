import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import {
  describe,
  type SearchFindings,
  type SearchOptionsInput,
  type SearchOutcome,
  searchSaturation,
} from '../../../load/search/index.ts';
import { hang } from '../../../reports/console/layout.ts';
import { paint, symbolOf } from '../../../reports/console/palette.ts';
import { createScreen } from '../../../reports/console/screen.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { openDriver, planOf } from './prepare.ts';
import type { BenchRequest } from './request.ts';
import { watched } from './search-progress.ts';
import { searchTable } from './search-table.ts';

/** Never tried beyond, unless the user says so. */
const usualMax = { concurrency: 256, rate: 500 } as const;

const states: Readonly<Record<SearchOutcome, 'pass' | 'fail' | 'inconclusive'>> = {
  found: 'pass',
  'never-saturates': 'pass',
  'never-meets': 'fail',
  'generator-limited': 'inconclusive',
  'not-monotone': 'inconclusive',
  inconclusive: 'inconclusive',
};

/** `seatrial bench --search`: looks for the highest level at which the service levels hold. */
export async function runSearch(
  context: CliContext,
  request: BenchRequest & { readonly search: NonNullable<BenchRequest['search']> },
): Promise<ExitCode> {
  const { stdout, env, owner, version } = context;
  const { search } = request;
  const max = search.max ?? usualMax[search.mode];
  const options: SearchOptionsInput = {
    mode: search.mode,
    from: search.from,
    max,
    seconds: search.seconds,
    share: search.share,
    gpus: request.gpus,
    ...(request.arrivals && { arrivals: request.arrivals }),
  };
  assertSearchable(request, max);
  // The search chooses levels and windows itself; of the plan it takes the rest, and the budget as its own.
  const level = search.mode === 'rate' ? { rate: [max] } : { concurrency: [max] };
  const plan = await planOf({ ...request, rate: undefined, ...level, duration: search.seconds }, env);
  if (plan.slos.length === 0)
    throw new CliError('usage', '--search looks for where service levels stop to hold: name one with --slo.');
  const driver = await openDriver(context, request, plan);
  const result = await watched(context, search.mode, (onProgress) =>
    searchSaturation(plan, options, {
      id: `search-${randomUUID().slice(0, 8)}`,
      driver,
      onProgress,
      signal: owner.signal,
      ...(search.resume !== undefined && { resume: search.resume }),
    }),
  );
  if ('problem' in result) throw new CliError('usage', `${result.problem}.`);
  const { findings } = result;
  const { url, protocol } = plan.target;
  const document = { version: 1, seatrial: version, target: { url, protocol }, search: findings };
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (request.out !== undefined) await writeFile(request.out, json);
  if (request.output === 'json') stdout.write(json);
  else print(context, findings);
  return owner.signal.aborted ? exitCodes.interrupted : exitCodes[states[findings.outcome]];
}

function assertSearchable(request: BenchRequest, max: number): void {
  const { search, concurrency, rate, trace, rampTo, records } = request;
  if ([concurrency, rate, trace, rampTo].some((one) => one !== undefined))
    throw new CliError(
      'usage',
      '--search chooses the levels itself: leave --concurrency, --rate and --trace out.',
    );
  if (records !== undefined)
    throw new CliError(
      'usage',
      '--records goes with one load; a search makes many: leave one of the two out.',
    );
  const from = search?.from ?? 1;
  if (search?.mode === 'concurrency' && !(Number.isInteger(max) && Number.isInteger(from)))
    throw new CliError('usage', '--from and --max take whole numbers of streams.');
  if (from > max) throw new CliError('usage', '--from is above --max.');
  if (search?.mode === 'concurrency' && request.arrivals !== undefined)
    throw new CliError('usage', '--arrivals goes with --search rate.');
}

function print({ stdout, env }: CliContext, findings: SearchFindings): void {
  using screen = createScreen(stdout, env);
  const { palette, width } = screen;
  const [answer = '', ...more] = describe(findings);
  const state = states[findings.outcome];
  screen.print([
    '',
    ...hang(`  ${paint(palette, state, symbolOf(state))} `, 4, answer, width, palette.bold),
    ...more.flatMap((line) => hang('    ', 4, line, width)),
    '',
    ...searchTable(findings, palette),
    '',
  ]);
}
