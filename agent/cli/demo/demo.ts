import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleReporter } from '../../../reports/reporters/index.ts';
import type { Reporter } from '../../../reports/reporters/reporter.ts';
import { duration } from '../../../reports/view/text.ts';
import { systemClock } from '../../../suites/host/system-clock.ts';
import type { RunRecord } from '../../../suites/record/record.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { awaitRun, type FollowOptions, followRun } from '../follow.ts';
import { storeReports } from '../outputs.ts';
import { createSteps, type Steps } from '../steps.ts';
import { type Crew, muster } from './crew.ts';
import { type HarbourRequest, openHarbour } from './harbour.ts';
import { controlPromise, faultPromises, firstPromise, type Kept } from './promises.ts';
import { overlaid } from './values.ts';

export interface DemoRequest extends HarbourRequest {
  /** False for the control: the same upgrade without the fault. */
  readonly fault: boolean;
  readonly reportFolder: string;
}

/** The main job from beginning to end. Exit code 0 only if everything ended as promised. */
export async function runDemo(context: CliContext, request: DemoRequest): Promise<ExitCode> {
  const startedAt = performance.now();
  const steps = context.owner.use(createSteps(context.stdout, context.env));
  const harbour = await openHarbour(context, steps, request);
  const readyAt = performance.now();
  const crew = await muster(context, steps, harbour, request.keep);
  const scene = {
    context,
    crew,
    steps,
    reporter: consoleReporter(steps.screen),
    folder: request.reportFolder,
  };
  const kept = await sail(scene, request.fault).catch(async (error) => {
    if (!context.owner.signal.aborted) await keepAgentLog(scene);
    throw error;
  });
  const good = kept.every(({ ok }) => ok);
  if (!good) await keepAgentLog(scene);
  const seconds = { all: (performance.now() - startedAt) / 1000, sail: (performance.now() - readyAt) / 1000 };
  summary(steps, kept, seconds, request, harbour.kubeconfig);
  return good ? exitCodes.pass : exitCodes.fail;
}

/** A good release, then a worse one (or, as a control, one as good). Answers which promises were kept. */
async function sail(scene: Scene, withFault: boolean): Promise<Kept[]> {
  const { crew, steps } = scene;
  const { cartesiaFixture } = await import('../../../kind-fixtures/platforms/cartesia/fixture.ts');
  const { faultRecipes } = await import('../../../kind-fixtures/faults/index.ts');
  const slower = faultRecipes.find(({ id }) => id === 'cartesia/slower');
  if (!slower) throw new CliError('internal', 'the fault cartesia/slower is not in the catalogue');
  const fault = slower.title.toLowerCase();
  const { first, next } = cartesiaFixture.releaseTags;

  const begun = firstPromise(await watchRelease(scene, first));
  if (!begun.ok) return [begun];
  await steps.step('upgrade', `helm upgrade to ${next}`, async () => {
    const values = cartesiaFixture.values({ releaseTag: next });
    const revision = await crew.rollOut(withFault ? overlaid(values, slower.values ?? {}) : values);
    const what = withFault ? `ordered to be worse: ${fault}` : 'the control: no fault';
    return { text: `${next} as Helm revision ${revision} (${what}); the agent is not told`, value: revision };
  });
  const second = await watchRelease(scene, next);
  return [begun, ...(withFault ? faultPromises(second, fault) : [controlPromise(second)])];
}

/** What went wrong is in the agent's log, and the cluster may be gone soon. */
async function keepAgentLog({ crew, steps, folder }: Scene): Promise<void> {
  const log = await crew.agentLog().catch(() => null);
  if (log === null) return;
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'agent.log');
  await writeFile(path, log);
  steps.note('log', `the agent's, kept at ${path}`, 'skip');
}

interface Scene {
  readonly context: CliContext;
  readonly crew: Crew;
  readonly steps: Steps;
  readonly reporter: Reporter;
  readonly folder: string;
}

/** Waits until the agent has noticed a release by itself, and shows its run live. A superseded run has a successor. */
async function watchRelease(
  { context, crew, steps, reporter, folder }: Scene,
  tag: string,
): Promise<RunRecord> {
  const { namespace, resources } = crew;
  const options: FollowOptions = {
    runs: resources.runs,
    namespace,
    clock: systemClock,
    signal: context.owner.signal,
  };
  const seen = new Set<string>();
  for (let tries = 0; tries < 3; tries++) {
    const run = await steps.step('agent', `waiting until it notices ${tag}`, async () => {
      const fits = { milliseconds: 120_000, what: `A run of ${tag}` };
      const value = await awaitRun(
        options,
        (one) => one.spec.tag === tag && !seen.has(one.metadata.name),
        fits,
      );
      return { text: `noticed ${tag} by itself`, value };
    });
    seen.add(run.metadata.name);
    const record = await followRun(options, run.metadata.name, reporter);
    await storeReports(record, folder, reporter);
    if (record.phase !== 'Superseded') return record;
  }
  throw new CliError(
    'unavailable',
    `The release ${tag} kept changing while it was tried: look at what else changes it.`,
  );
}

function summary(
  steps: Steps,
  kept: readonly Kept[],
  seconds: { all: number; sail: number },
  request: DemoRequest,
  kubeconfig: string,
): void {
  const { palette } = steps.screen;
  const good = kept.every(({ ok }) => ok);
  steps.screen.print([
    '',
    palette.bold(good ? 'The demo went as promised' : 'The demo did not go as promised'),
  ]);
  for (const { label, ok, text } of kept) steps.note(label, text, ok ? 'pass' : 'fail');
  steps.note(
    'time',
    `${duration(seconds.all)} in all, ${duration(seconds.sail)} of it with the cluster and its images ready`,
    'skip',
  );
  steps.note('reports', `${request.reportFolder}/`, 'skip');
  if (!request.keep) return;
  const same = [
    request.cluster && ` --cluster ${request.cluster}`,
    request.name && ` --name ${request.name}`,
  ];
  steps.note('kept', `export KUBECONFIG=${kubeconfig}`, 'skip');
  steps.note('later', `npx seatrial cluster down${same.filter(Boolean).join('')}`, 'skip');
}
