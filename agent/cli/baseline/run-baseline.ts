import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { readable } from '../../../reports/view/text.ts';
import { type RunRecord, recordOf } from '../../../suites/record/record.ts';
import { apiResources, type Resources } from '../../resources/api-resources.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';
import { loadKubeConfig } from '../kubernetes.ts';
import { readRecord } from '../read-record.ts';
import { acceptRun } from './accept-run.ts';
import { type BaselineFile, fileText, readBaselineFile } from './baseline-file.ts';
import type { Answer, Desk } from './desk.ts';
import { exportBaselines } from './export-baselines.ts';
import { importBaselines } from './import-baselines.ts';
import { listBaselines } from './list-baselines.ts';
import { pinBaseline, unpinBaseline } from './pin-baseline.ts';
import { showBaseline } from './show-baseline.ts';
import { userOf } from './user-of.ts';

/** What all of `seatrial baseline …` are told. */
export interface BaselineRequest {
  readonly namespace: string | undefined;
  readonly kubeContext: string | undefined;
  readonly json: boolean;
}

/** Of those that write. */
export interface WritingRequest extends BaselineRequest {
  readonly dryRun: boolean;
  readonly who: string | undefined;
}

interface Opened extends Desk {
  readonly runs: Resources['runs'];
  /** Who decides: as told, or as the API server knows the user. */
  readonly user: () => Promise<string>;
}

export const runList = (context: CliContext, request: BaselineRequest): Promise<ExitCode> =>
  answer(context, request, listBaselines);

export const runShow = (context: CliContext, key: string, request: BaselineRequest): Promise<ExitCode> =>
  answer(context, request, (desk) => showBaseline(desk, key));

export const runExport = (
  context: CliContext,
  key: string | undefined,
  request: BaselineRequest,
): Promise<ExitCode> =>
  answer(context, { ...request, json: false }, async (desk) => {
    const file = await exportBaselines(desk, key);
    return { lines: [fileText(file).trimEnd()], data: file };
  });

export async function runImport(
  context: CliContext,
  name: string,
  request: WritingRequest & Pick<Parameters<typeof importBaselines>[1], 'key' | 'replace' | 'why'>,
): Promise<ExitCode> {
  const file = await fileNamed(name);
  return answer(context, request, async (desk) =>
    importBaselines(desk, { ...request, file, name, who: await desk.user() }),
  );
}

type Said = WritingRequest & { readonly why: string };

export const runPin = (context: CliContext, key: string, request: Said): Promise<ExitCode> =>
  answer(context, request, async (desk) => pinBaseline(desk, { ...request, key, who: await desk.user() }));

export const runUnpin = (context: CliContext, key: string, request: Said): Promise<ExitCode> =>
  answer(context, request, async (desk) => unpinBaseline(desk, { ...request, key, who: await desk.user() }));

export async function runAccept(context: CliContext, run: string, request: Said): Promise<ExitCode> {
  const read = /[/]|\.(json|html)$|^-$/.test(run) ? await readRecord(run) : null;
  const namespace = request.namespace ?? read?.namespace;
  return answer(context, { ...request, namespace }, async (desk) => {
    const record = read ?? (await recordNamed(desk, run));
    return acceptRun(desk, { ...request, record, who: await desk.user() });
  });
}

async function answer(
  { env, stdout }: CliContext,
  request: BaselineRequest & Partial<WritingRequest>,
  work: (desk: Opened) => Promise<Answer>,
): Promise<ExitCode> {
  const config = await loadKubeConfig(env, request.kubeContext);
  const { baselines, runs } = apiResources(config);
  const { lines, data } = await work({
    baselines,
    runs,
    namespace: request.namespace ?? 'default',
    cluster: config.getCurrentCluster()!.name,
    now: () => new Date(),
    dryRun: request.dryRun ?? false,
    user: async () => request.who ?? (await userOf(config)),
  });
  stdout.write(
    request.json ? `${JSON.stringify(data, null, 2)}\n` : lines.map((line) => `${readable(line)}\n`).join(''),
  );
  return 0;
}

async function recordNamed({ runs, namespace }: Opened, name: string): Promise<RunRecord> {
  const found = await runs.get(namespace, name);
  if (!found)
    throw new CliError(
      'unavailable',
      `There is no run ${name} in namespace ${namespace}: list them with \`seatrial runs -n ${namespace}\`.`,
    );
  if ('invalid' in found)
    throw new CliError('unavailable', `The run ${name} cannot be read by this Seatrial: ${found.invalid}.`);
  return recordOf(found.spec.plan, found.status.journal);
}

async function fileNamed(name: string): Promise<BaselineFile> {
  const content = name === '-' ? await text(process.stdin) : await readFile(name, 'utf8');
  return readBaselineFile(content, name === '-' ? 'Standard input' : name);
}
