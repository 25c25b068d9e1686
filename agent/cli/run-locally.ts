import type { KubeConfig } from '@kubernetes/client-node';
import type { LoadDriver } from '../../load/driver.ts';
import type { Reporter } from '../../reports/reporters/reporter.ts';
import type { SoakPolicy } from '../../suites/bench/soak-policy.ts';
import type { CheckDefinition } from '../../suites/declared/definition.ts';
import type { SuiteChoice } from '../../suites/engine/make-plan.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import { type LocalRun, type LocalRunOptions, prepareLocalRun } from '../../suites/host/local-run.ts';
import { reach } from '../../suites/host/reach.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { endpointAt } from '../../suites/platforms/endpoint.ts';
import { type Platform, suitesOf } from '../../suites/platforms/platform.ts';
import { UndiciProbe } from '../../suites/probes/http/undici-probe.ts';
import { type RunRecord, recordOf } from '../../suites/record/record.ts';
import { baselinesAsked } from './baseline/file-baselines.ts';
import type { CliContext, ExitCode } from './context.ts';
import { CliError } from './errors.ts';
import { loadKubeConfig } from './kubernetes.ts';
import { loadEngine } from './load-engine.ts';
import { consoleFor, exitCodeOf, formatNamed, storeReports } from './outputs.ts';
import { type InputFiles, type Inputs, readInputs } from './own/inputs.ts';
import { onlyChecks } from './own/only-checks.ts';

export interface LocalRunRequest {
  readonly platform: string;
  readonly release: string;
  readonly namespace: string;
  readonly suites: readonly SuiteChoice[];
  readonly url: string | null;
  readonly kubeContext: string | undefined;
  readonly allowedSkips: readonly string[];
  readonly maxRuns: number | undefined;
  /** Nobody else uses the platform. */
  readonly alone?: boolean;
  readonly timeoutSeconds: number;
  readonly soak?: SoakPolicy | undefined;
  readonly output: 'console' | 'html' | 'json' | 'junit';
  readonly reportFolder: string | undefined;
  /** Ids of checks: only these are asked, and the release is taken as it is. */
  readonly only?: readonly string[];
  readonly files: InputFiles;
  /** Who shows it, where it is not the story of a run. */
  readonly reporter?: (inputs: Pick<Inputs, 'platform' | 'declared'>) => Reporter;
  readonly purpose?: RunPlan['purpose'];
  /** A file of baselines to compare with. */
  readonly baseline?: string | undefined;
  /** A run that passes is added to it. */
  readonly acceptBaseline?: boolean;
}

/** `seatrial run`: runs, prints what was asked for, and answers the verdict as an exit code. */
export async function runLocally(context: CliContext, request: LocalRunRequest): Promise<ExitCode> {
  const record = await runRecord(context, request);
  const format = formatNamed(request.output);
  if (format) context.stdout.write(await format.render(record));
  return exitCodeOf(record);
}

/** Plans, runs and shows one run from here. */
export async function runRecord(context: CliContext, request: LocalRunRequest): Promise<RunRecord> {
  const read = await readInputs(request.platform, request.files);
  const accepts = request.acceptBaseline === true;
  const baselines = await baselinesAsked(request.baseline, accepts);
  const inputs = { ...read, ...(request.only && onlyChecks(read, request.only)) };
  const console = request.reporter?.(inputs) ?? consoleFor(context, request.output);
  const { run } = await planLocally(context, request, inputs, {
    ...(baselines && { baselines, accepts }),
    observer: console,
  });
  for (const { baseline, baselineKey } of run.plan.bench)
    if (baselines && !baseline) context.stderr.write(`seatrial: ${baselines.lack(baselineKey)}\n`);
  const record = recordOf(run.plan, await run.finish(context.owner.signal));
  await console.finished?.(record);
  if (request.reportFolder !== undefined) await storeReports(record, request.reportFolder, console);
  return record;
}

/** Plans a run of the release that is deployed now, and how it is done from here. @throws CliError */
export async function planLocally(
  context: CliContext,
  request: Omit<LocalRunRequest, 'platform' | 'output' | 'reportFolder' | 'files'>,
  { platform, declared, settings, before }: Inputs,
  ports: Pick<LocalRunOptions, 'observer' | 'baselines' | 'accepts'>,
): Promise<{ readonly run: LocalRun; readonly config: KubeConfig }> {
  const { owner, env } = context;
  if (request.url !== null && !/^https?:\/\/[^/]+/.test(request.url))
    throw new CliError('usage', `--url takes an address such as http://localhost:5000, not ${request.url}.`);
  const config = await loadKubeConfig(env, request.kubeContext);
  const http = owner.use(new UndiciProbe());
  const apiKey = env.SEATRIAL_API_KEY ?? null;
  const reached =
    request.only && !asksPlatform(platform, declared)
      ? { endpoint: endpointAt(platform, request.url ?? usualUrl(platform, request), apiKey) }
      : await reach({ ...request, config, http, platform, apiKey });
  if ('trouble' in reached)
    throw new CliError('unavailable', `${reached.trouble}: see --release, --namespace and --url.`);
  const load = request.suites.includes('bench') ? await loadDriver(context) : noLoad;
  const run = await prepareLocalRun({
    ...request,
    ...ports,
    config,
    platform,
    settings,
    declared,
    ...(before && { before }),
    purpose: request.purpose ?? (request.only ? 'preflight' : 'trial'),
    endpoint: reached.endpoint,
    bench: {
      besideUsers: request.alone !== true,
      ...(request.maxRuns !== undefined && { maxRuns: request.maxRuns }),
    },
    deadlineSeconds: request.timeoutSeconds,
    settle: request.only ? null : { deadlineSeconds: Math.min(300, request.timeoutSeconds), quietSeconds: 2 },
    code: context.version,
    http,
    load,
    clock: systemClock,
  });
  if (run) return { run, config };
  throw new CliError(
    'unavailable',
    `There is no release ${request.release} in namespace ${request.namespace} of ${config.getCurrentContext()}: see --release and --namespace.`,
  );
}

/** Whether any of the checks speaks to the platform itself. */
const asksPlatform = (platform: Platform, declared: readonly CheckDefinition[]): boolean =>
  suitesOf(platform).some(({ entries }) => entries.some(({ check }) => check.needs.http)) ||
  declared.some(({ http, container }) => http !== undefined || container !== undefined);

const usualUrl = (
  platform: Platform,
  { namespace, release }: Pick<LocalRunRequest, 'namespace' | 'release'>,
): string => platform.defaultUrl(namespace, release);

const noLoad: LoadDriver = { run: () => Promise.reject(new Error('this run makes no load')) };

/** The load engine as a child process. */
async function loadDriver(context: CliContext): Promise<LoadDriver> {
  const { ProcessDriver } = await import('../../load/drivers/process.ts');
  return new ProcessDriver({ k6: await loadEngine(context) });
}
