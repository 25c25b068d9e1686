import { writeFile } from 'node:fs/promises';
import type { LoadDriver } from '../../../load/driver.ts';
import { ProcessDriver } from '../../../load/drivers/process.ts';
import type { LoadPlan } from '../../../load/plan.ts';
import { type Protocol, protocols } from '../../../load/protocols/index.ts';
import type { CliContext } from '../context.ts';
import { CliError } from '../errors.ts';
import { loadEngine } from '../load-engine.ts';
import { benchPlan } from './make-plan.ts';
import { assertReachable } from './reachable.ts';
import { readBenchFiles } from './read-files.ts';
import type { BenchRequest } from './request.ts';

/** Reads what the request names and makes the plan. @throws CliError (`usage`) */
export async function planOf(request: BenchRequest, env: NodeJS.ProcessEnv): Promise<LoadPlan> {
  const { url } = request;
  if (url === undefined) throw new CliError('usage', 'Where does the service answer? Say it with --url.');
  const inputs = await readBenchFiles(request);
  const protocol = protocolNamed(request.protocol ?? inputs.workload?.protocol);
  return benchPlan({ ...request, url }, inputs, protocol, env);
}

function protocolNamed(name: string | undefined): Protocol {
  const known = [...protocols.keys()].join(', ');
  if (name === undefined)
    throw new CliError(
      'usage',
      `How does the service speak? Say it with --protocol, one of ${known}, or with --workload.`,
    );
  const found = protocols.get(name);
  if (found) return found;
  throw new CliError('usage', `There is no protocol ${name}: choose one of ${known}.`);
}

/**
 * What makes the load: a child process beside this one. Before that, what would be a pity to find out afterwards: that
 * nothing listens there, or that a file cannot be written.
 */
export async function openDriver(
  context: CliContext,
  { records, out }: Pick<BenchRequest, 'records' | 'out'>,
  plan: LoadPlan,
): Promise<LoadDriver> {
  for (const file of [records, out]) if (file !== undefined) await writeFile(file, '');
  await assertReachable(plan.target.url, context.owner.signal);
  return new ProcessDriver({
    k6: await loadEngine(context),
    env: context.env,
    ...(records !== undefined && { requestsFile: records }),
  });
}
