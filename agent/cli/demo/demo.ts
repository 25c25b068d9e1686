import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultRecipe } from '../../../kind-fixtures/faults/fault-recipe.ts';
import type { PlatformFixture } from '../../../kind-fixtures/platforms/platform-fixture.ts';
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

/** `good`: as good as the one before; `worse`: with a fault, which must be found and rolled back. */
export type DemoUpgrade = 'good' | 'worse';

export interface DemoRequest extends HarbourRequest {
  /** The upgrades after the first release, in order. */
  readonly upgrades: readonly DemoUpgrade[];
  /** Id of the fault that makes a release worse; the platform's own unless given. */
  readonly fault: string | undefined;
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
    platform: harbour.platform,
    steps,
    reporter: consoleReporter(steps.screen),
    folder: request.reportFolder,
    watched: new Set<string>(),
  };
  const kept = await sail(scene, request).catch(async (error) => {
    if (!context.owner.signal.aborted) await keepAgentLog(scene);
    throw error;
  });
  const good = kept.every(({ ok }) => ok);
  if (!good) await keepAgentLog(scene);
  const seconds = { all: (performance.now() - startedAt) / 1000, sail: (performance.now() - readyAt) / 1000 };
  summary(steps, kept, seconds, request, harbour.kubeconfig);
  return good ? exitCodes.pass : exitCodes.fail;
}

/** A good release, then the upgrades that were asked for. Answers which promises were kept; ends at the first that was not. */
async function sail(scene: Scene, request: DemoRequest): Promise<Kept[]> {
  const { platform } = scene;
  const { first, next } = platform.releaseTags;
  const recipe = await faultOf(platform.platform, request.fault);
  const kept = [firstPromise(await watchRelease(scene, first))];
  for (const upgrade of request.upgrades) {
    if (!kept.every(({ ok }) => ok)) break;
    const worse = upgrade === 'worse';
    await rollOut(scene, next, worse ? recipe : null);
    const record = await watchRelease(scene, next);
    kept.push(...(worse ? faultPromises(record, recipe) : [controlPromise(record)]));
  }
  return kept;
}

async function rollOut({ crew, steps }: Scene, tag: string, fault: FaultRecipe | null): Promise<void> {
  await steps.step('upgrade', `helm upgrade to ${tag}`, async () => {
    const revision = await crew.rollOut(tag, fault?.values);
    const what = fault ? `ordered to be worse: ${fault.title.toLowerCase()}` : 'as good as the one before';
    return { text: `${tag} as Helm revision ${revision} (${what}); the agent is not told`, value: revision };
  });
}

/** What the demo's worse release has, by platform: a fault that can be had by values and that a user would feel. */
const shownFaults: Readonly<Record<string, string>> = {
  cartesia: 'cartesia/slower',
  sie: 'sie/other-model',
  wordcab: 'wordcab/silence',
};

async function faultOf(platform: string, asked: string | undefined): Promise<FaultRecipe> {
  const { faultRecipes } = await import('../../../kind-fixtures/faults/index.ts');
  const id = asked ?? shownFaults[platform];
  const found = faultRecipes.find((recipe) => recipe.id === id);
  if (found?.platform === platform && found.values) return found;
  const known = faultRecipes.filter((recipe) => recipe.platform === platform && recipe.values);
  throw new CliError(
    'usage',
    `There is no fault ${id} that a release of ${platform} can have: choose one of ${known.map((one) => one.id).join(', ')}.`,
  );
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
  readonly platform: PlatformFixture;
  readonly steps: Steps;
  readonly reporter: Reporter;
  readonly folder: string;
  /** Names of the runs that were shown already. */
  readonly watched: Set<string>;
}

/** Waits until the agent has noticed a release by itself, and shows its run live. A superseded run has a successor. */
async function watchRelease(
  { context, crew, steps, reporter, folder, watched }: Scene,
  tag: string,
): Promise<RunRecord> {
  const { namespace, resources } = crew;
  const options: FollowOptions = {
    runs: resources.runs,
    namespace,
    clock: systemClock,
    signal: context.owner.signal,
  };
  for (let tries = 0; tries < 3; tries++) {
    const run = await steps.step('agent', `waiting until it notices ${tag}`, async () => {
      const fits = { milliseconds: 120_000, what: `A run of ${tag}` };
      const value = await awaitRun(
        options,
        (one) => one.spec.tag === tag && !watched.has(one.metadata.name),
        fits,
      );
      return { text: `noticed ${tag} by itself`, value };
    });
    watched.add(run.metadata.name);
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
