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
  const { cartesiaFixture } = await import('../../../kind-fixtures/platforms/cartesia/fixture.ts');
  const { faultRecipes } = await import('../../../kind-fixtures/faults/index.ts');
  const slower = faultRecipes.find(({ id }) => id === 'cartesia/slower');
  if (!slower) throw new CliError('internal', 'the fault cartesia/slower is not in the catalogue');
  const { first, next } = cartesiaFixture.releaseTags;
  const scene = {
    context,
    crew,
    steps,
    reporter: consoleReporter(steps.screen),
    folder: request.reportFolder,
  };

  const firstRecord = await watchRelease(scene, first);
  const kept = [firstPromise(firstRecord)];
  if (kept.every(({ ok }) => ok)) {
    await steps.step('upgrade', `helm upgrade to ${next}`, async () => {
      const values = cartesiaFixture.values({ releaseTag: next });
      const revision = await crew.rollOut(request.fault ? overlaid(values, slower.values) : values);
      const what = request.fault
        ? `ordered to be worse: ${slower.title.toLowerCase()}`
        : 'the control: no fault';
      return {
        text: `${next} as Helm revision ${revision} (${what}); the agent is not told`,
        value: revision,
      };
    });
    const second = await watchRelease(scene, next);
    kept.push(
      ...(request.fault ? faultPromises(second, slower.title.toLowerCase()) : [controlPromise(second)]),
    );
  }
  const seconds = { all: (performance.now() - startedAt) / 1000, sail: (performance.now() - readyAt) / 1000 };
  summary(steps, kept, seconds, request, harbour.kubeconfig);
  return kept.every(({ ok }) => ok) ? exitCodes.pass : exitCodes.fail;
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

type Values = Readonly<Record<string, unknown>>;

/** Helm's own way of laying values over others: objects are merged, all else is replaced. */
export function overlaid(below: Values, above: Values): Values {
  const isObject = (value: unknown): value is Values =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isObject(under) && isObject(value) ? overlaid(under, value) : value;
  }
  return merged;
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
  if (request.keep)
    steps.note('kept', `export KUBECONFIG=${kubeconfig}; later: seatrial cluster down`, 'skip');
}
