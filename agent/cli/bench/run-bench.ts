import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { LoadDriver, LoadProgress } from '../../../load/driver.ts';
import type { LoadPlan } from '../../../load/plan.ts';
import type { LoadResult } from '../../../load/result.ts';
import { createScreen } from '../../../reports/console/screen.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { type BenchDocument, benchDocument } from './document.ts';
import { openDriver, planOf } from './prepare.ts';
import { BenchProgress } from './progress.ts';
import { Refusal } from './refusal.ts';
import { renderText } from './render-text.ts';
import type { BenchRequest } from './request.ts';

/** `seatrial bench`: makes the load, prints what was measured, and answers how far it can be trusted. */
export async function runBench(context: CliContext, request: BenchRequest): Promise<ExitCode> {
  const { stdout, env, owner, version } = context;
  const plan = await planOf(request, env);
  const driver = await openDriver(context, request, plan);
  const result = await drive(context, driver, plan);
  const document = benchDocument(plan, result, version);
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (request.out !== undefined) await writeFile(request.out, json);
  if (request.output === 'json') stdout.write(json);
  else {
    using screen = createScreen(stdout, env);
    screen.print(renderText(document, plan, screen));
  }
  return owner.signal.aborted ? exitCodes.interrupted : exitCodeOf(document);
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
  const asked = levels.reduce((sum, { requests }) => sum + requests, 0);
  if (asked > 0 && complete === 0) return exitCodes.fail;
  const sound = levels.length > 0 && levels.every(({ audit }) => audit.valid);
  return status === 'complete' && sound ? exitCodes.pass : exitCodes.inconclusive;
}
