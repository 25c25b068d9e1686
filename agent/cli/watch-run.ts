import { systemClock } from '../../suites/host/system-clock.ts';
import { apiResources } from '../resources/api-resources.ts';
import type { CliContext, ExitCode } from './context.ts';
import { CliError } from './errors.ts';
import { followRun, newestFirst } from './follow.ts';
import { loadKubeConfig } from './kubernetes.ts';
import { consoleFor, exitCodeOf, formatNamed, storeReports } from './outputs.ts';

export interface WatchRequest {
  readonly namespace: string;
  readonly name: string | undefined;
  readonly trial: string | undefined;
  readonly kubeContext: string | undefined;
  readonly output: 'console' | 'html' | 'json' | 'junit';
  readonly reportFolder: string | undefined;
}

/** `seatrial watch`: answers the run's verdict as an exit code. */
export async function watchRun(context: CliContext, request: WatchRequest): Promise<ExitCode> {
  const { namespace, trial } = request;
  const { runs } = apiResources(await loadKubeConfig(context.env, request.kubeContext));
  const name =
    request.name ??
    newestFirst(await runs.list(namespace)).find((run) => trial === undefined || run.spec.trial === trial)
      ?.metadata.name;
  if (name === undefined)
    throw new CliError(
      'unavailable',
      `There is no run in ${namespace} to watch: see -n and --trial, or list them with \`seatrial runs\`.`,
    );
  const reporter = consoleFor(context, request.output);
  const options = { runs, namespace, clock: systemClock, signal: context.owner.signal };
  const record = await followRun(options, name, reporter);
  if (request.reportFolder !== undefined) await storeReports(record, request.reportFolder, reporter);
  const format = formatNamed(request.output);
  if (format) context.stdout.write(await format.render(record));
  return exitCodeOf(record);
}
