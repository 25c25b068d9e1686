import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { LoadDriver } from '../../../../load/driver.ts';
import type { Side } from '../../../../load/judge/pairs/order.ts';
import type { LoadPlan } from '../../../../load/plan.ts';
import { protocols } from '../../../../load/protocols/index.ts';
import { createScreen } from '../../../../reports/console/screen.ts';
import type { CliContext, ExitCode } from '../../context.ts';
import { exitCodes } from '../../errors.ts';
import { openDriver } from '../prepare.ts';
import { assertReachable } from '../reachable.ts';
import { readBenchFiles } from '../read-files.ts';
import { Refusal } from '../refusal.ts';
import { versusDocument } from './document.ts';
import { measurePairs, type VersusOutcome } from './measure-pairs.ts';
import { metricsFor, type VersusMetric } from './metrics.ts';
import { type BenchVersus, planOfPair, plansFor } from './plans.ts';
import { VersusProgress } from './progress.ts';
import { renderVersus } from './render-text.ts';

type Plans = Readonly<Record<Side, LoadPlan>>;

const codes = {
  pass: exitCodes.pass,
  improved: exitCodes.pass,
  regressed: exitCodes.fail,
  inconclusive: exitCodes.inconclusive,
} as const;

/** `seatrial bench --versus`: measures a new service beside an old one, in pairs, and judges the new. */
export async function runVersus(context: CliContext, request: BenchVersus): Promise<ExitCode> {
  const { stdout, env, owner, version } = context;
  const { pairs: maxPairs, minEffect } = request.versus;
  const plans = await plansFor(request, env);
  const { workload } = await readBenchFiles(request);
  const protocol = protocols.get(plans.old.target.protocol)!;
  const metrics = metricsFor(plans.old, protocol, workload);
  await assertReachable(plans.new.target.url, owner.signal);
  const driver = await openDriver(context, request, plans.old);
  const outcome = await drive(context, driver, plans, metrics, request);
  const document = versusDocument(plans, metrics, outcome, { minEffect, maxPairs }, version);
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (request.out !== undefined) await writeFile(request.out, json);
  if (request.output === 'json') stdout.write(json);
  else {
    using screen = createScreen(stdout, env);
    screen.print(renderVersus(document, screen));
  }
  return owner.signal.aborted ? exitCodes.interrupted : codes[outcome.verdict];
}

async function drive(
  { stderr, env, owner }: CliContext,
  driver: LoadDriver,
  plans: Plans,
  metrics: readonly VersusMetric[],
  { versus }: BenchVersus,
): Promise<VersusOutcome> {
  using screen = createScreen(stderr, env);
  const progress = new VersusProgress(screen, metrics, versus.pairs);
  const id = `versus-${randomUUID().slice(0, 8)}`;
  const options = { minEffect: versus.minEffect, maxPairs: versus.pairs };
  let runs = 0;
  return await measurePairs(metrics, options, plans.old.workload.seed, {
    signal: owner.signal,
    onRun: (side, pair, run) => progress.take(side, pair, run),
    onVoid: (run) => progress.void(run),
    async measure(side, pair) {
      const plan = planOfPair(plans[side], pair);
      const refusal = new Refusal(plan);
      progress.live(side, pair);
      const result = await driver.run(plan, {
        id: `${id}-${++runs}`,
        signal: AbortSignal.any([owner.signal, refusal.signal]),
        onProgress(now) {
          refusal.take(now);
          progress.live(side, pair, now);
        },
      });
      refusal.throwIfRefused(result);
      return result;
    },
  });
}
