import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScreen } from '../../../reports/console/screen.ts';
import { number } from '../../../reports/view/text.ts';
import { calibrate } from '../../../suites/bench/calibrate.ts';
import type { Measured, PlannedBench } from '../../../suites/bench/plan.ts';
import type { LocalRun } from '../../../suites/host/local-run.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { readInputs } from '../own/inputs.ts';
import { type LocalRunRequest, planLocally } from '../run-locally.ts';
import { createSteps, type Steps } from '../steps.ts';
import { type CalibrationDocument, calibrationDocument } from './document.ts';
import { measureRuns } from './measure-runs.ts';
import { calibrationLines } from './render.ts';
import { saveCalibrations } from './save-calibrations.ts';
import { StateFile, usualStatePath } from './state-file.ts';

export interface CalibrateRequest
  extends Pick<
    LocalRunRequest,
    'platform' | 'release' | 'namespace' | 'url' | 'kubeContext' | 'alone' | 'timeoutSeconds' | 'files'
  > {
  /** Runs of each workload that are to count. */
  readonly runs: number;
  /** Instead of the workload's own thresholds. */
  readonly minEffect: number | undefined;
  /** Where the runs are kept; the user's state folder unless given. */
  readonly state: string | undefined;
  /** What is kept is thrown away first. */
  readonly fresh: boolean;
  /** Writes what was found beside the accepted runs of each key. */
  readonly save: boolean;
  readonly json: boolean;
  readonly reportFolder: string | undefined;
}

/** `seatrial calibrate`: runs the release that is deployed against itself, and tells what can be found by it. */
export async function runCalibrate(context: CliContext, request: CalibrateRequest): Promise<ExitCode> {
  const { stdout, stderr, env, owner } = context;
  using steps = createSteps(request.json ? stderr : stdout, env);
  let update = (_text: string): void => {};
  const { run, config } = await planLocally(
    context,
    { ...request, suites: ['bench'], allowedSkips: [], maxRuns: undefined },
    await readInputs(request.platform, request.files),
    { observer: { activity: (text) => update(text) } },
  );
  const { plan, actions } = run;
  const benches = measurable(plan.bench, steps);
  const of = { ...request, context: config.getCurrentContext(), alone: request.alone === true };
  const state = new StateFile(request.state ?? usualStatePath(env, of), plan.subject, benches);
  if (request.fresh) await state.clear();
  const kept = await state.read();
  if (kept.length > 0)
    steps.note('runs', `${kept.length} are kept in ${state.path}, the last of ${kept.at(-1)!.finishedAt}`);
  await settled(run, steps, owner.signal, (to) => {
    update = to;
  });

  const { runs, ended } = await measureRuns(
    {
      ...{ plan, benches, actions, kept, wanted: request.runs },
      keep: (one) => state.add(one),
      show: (bench, valid, work) =>
        steps.step(bench.workload, `run ${valid + 1} of ${request.runs}`, async (to) => {
          update = to;
          const measured = await work();
          return { ...endOf(bench, measured, valid, request.runs), value: measured };
        }),
    },
    owner.signal,
  ).catch((error) => {
    if (owner.signal.aborted)
      stderr.write(`seatrial: the runs so far are kept in ${state.path}; the same command goes on.\n`);
    throw error;
  });

  const workloads = benches.map((bench) => calibrate(bench, runs, request.minEffect));
  const document = calibrationDocument(workloads, ended, {
    subject: plan.subject,
    platform: plan.platform,
    code: context.version,
  });
  if (request.save) await saveCalibrations(steps, config, request.namespace, document);
  await show(context, request, document);
  return exitCodes[document.verdict];
}

/** The benchmarks that may be measured at all. @throws CliError where there is none */
function measurable(planned: readonly PlannedBench[], steps: Steps): PlannedBench[] {
  const benches = planned.filter(({ withheld }) => withheld === undefined);
  for (const { workload, withheld } of planned)
    if (withheld !== undefined) steps.note(workload, `not measured: ${withheld}`, 'skip');
  if (benches.length > 0) return benches;
  throw new CliError(
    'unavailable',
    'There is nothing to calibrate: no workload of this platform is served by a GPU of the release, or none may be measured.',
  );
}

/** Waits until the release stands still: what is under way is no run of one and the same. @throws CliError */
async function settled(
  { plan, actions }: LocalRun,
  steps: Steps,
  signal: AbortSignal,
  listen: (update: (text: string) => void) => void,
): Promise<void> {
  const attempt = await steps.step('settled', 'waiting for the release to stand still', async (update) => {
    listen(update);
    const { attempt: found } = await actions.settle(plan, 'release', [], signal);
    return { text: found.reason, value: found, state: found.outcome };
  });
  if (attempt.outcome !== 'pass')
    throw new CliError(
      'unavailable',
      `The release is not settled (${attempt.reason}): calibrate when it is.`,
    );
}

function endOf(
  bench: PlannedBench,
  { status, reason, scalars, requests }: Measured,
  valid: number,
  wanted: number,
) {
  if (status === 'void') return { text: `does not count: ${reason}`, state: 'inconclusive' as const };
  const first = bench.criteria.find(({ id, primary }) => primary && scalars[id]);
  const value = first ? `   ${first.title} ${number(scalars[first.id]!.value)} ${first.unit}` : '';
  return { text: `run ${valid + 1} of ${wanted}${value}   ${requests} requests` };
}

async function show({ stdout, env }: CliContext, request: CalibrateRequest, document: CalibrationDocument) {
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (request.reportFolder !== undefined) {
    await mkdir(request.reportFolder, { recursive: true });
    await writeFile(join(request.reportFolder, 'calibration.json'), json);
  }
  if (request.json) {
    stdout.write(json);
    return;
  }
  using screen = createScreen(stdout, env);
  screen.print(calibrationLines(document, screen));
}
