import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LoadDriver, LoadProgress } from '../../../load/driver.ts';
import { ProcessDriver } from '../../../load/drivers/process.ts';
import type { LoadPlan } from '../../../load/plan.ts';
import { type Protocol, protocols } from '../../../load/protocols/index.ts';
import type { LoadResult } from '../../../load/result.ts';
import { createScreen } from '../../../reports/console/screen.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { loadEngine } from '../load-engine.ts';
import { type BenchDocument, benchDocument } from './document.ts';
import { benchPlan } from './make-plan.ts';
import { BenchProgress } from './progress.ts';
import { assertReachable } from './reachable.ts';
import { readBenchFiles } from './read-files.ts';
import { Refusal } from './refusal.ts';
import { renderText } from './render-text.ts';
import type { BenchRequest } from './request.ts';

/** `seatrial bench`: makes the load, prints what was measured, and answers how far it can be trusted. */
export async function runBench(context: CliContext, request: BenchRequest): Promise<ExitCode> {
  const { stdout, env, owner, version } = context;
  const plan = await planOf(request, env);
  const { records, out } = request;
  // Said now and not after the load: a file that cannot be written.
  for (const file of [records, out]) if (file !== undefined) await writeFile(file, '');
  await assertReachable(plan.target.url, owner.signal);
  const driver = new ProcessDriver({
    k6: await loadEngine(context),
    env: { ...env, ...(records !== undefined && { SEATRIAL_REQUESTS: resolve(records) }) },
  });
  const result = await drive(context, driver, plan);
  const document = benchDocument(plan, result, version);
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (out !== undefined) await writeFile(out, json);
  if (request.output === 'json') stdout.write(json);
  else {
    using screen = createScreen(stdout, env);
    screen.print(renderText(document, plan, screen));
  }
  return owner.signal.aborted ? exitCodes.interrupted : exitCodeOf(document);
}

async function planOf(request: BenchRequest, env: NodeJS.ProcessEnv): Promise<LoadPlan> {
  const { url } = request;
  if (url === undefined) throw new CliError('usage', 'Where does the service answer? Say it with --url.');
  const inputs = await readBenchFiles(request);
  const named = request.protocol ?? inputs.workload?.protocol;
  return benchPlan({ ...request, url }, inputs, protocolNamed(named), env);
}

function protocolNamed(name: string | undefined): Protocol {
  const known = [...protocols.keys()].join(', ');
  if (name === undefined)
    throw new CliError(
      'usage',
      `How does the service speak? Say it with --protocol, one of ${known}, or --workload.`,
    );
  const found = protocols.get(name);
  if (found) return found;
  throw new CliError('usage', `There is no protocol ${name}: choose one of ${known}.`);
}

async function drive(
  { stderr, env, owner }: CliContext,
  driver: LoadDriver,
  plan: LoadPlan,
): Promise<LoadResult> {
  using screen = createScreen(stderr, env);
  const refusal = new Refusal(plan);
  const progress = new BenchProgress(screen, plan);
  const result = await driver.run(plan, {
    id: `bench-${randomUUID().slice(0, 8)}`,
    signal: AbortSignal.any([owner.signal, refusal.signal]),
    onProgress: (now: LoadProgress) => {
      refusal.take(now);
      progress.take(now);
    },
  });
  progress.end();
  refusal.throwIfRefused(result);
  return result;
}

/** 0 for figures that can be trusted, 1 where no request came through, 2 where the figures say less than was asked. */
function exitCodeOf({ status, levels }: BenchDocument): ExitCode {
  const complete = levels.reduce((sum, { counts }) => sum + counts.complete, 0);
  if (levels.length > 0 && complete === 0) return exitCodes.fail;
  const sound = levels.length > 0 && levels.every(({ audit }) => audit.valid);
  return status === 'complete' && sound ? exitCodes.pass : exitCodes.inconclusive;
}
