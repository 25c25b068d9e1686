import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScreen } from '../../../reports/console/screen.ts';
import { count, number } from '../../../reports/view/text.ts';
import type { CalibrationStore } from '../../../suites/bench/baseline-store.ts';
import { calibrate } from '../../../suites/bench/calibrate.ts';
import type { Measured, PlannedBench } from '../../../suites/bench/plan.ts';
import type { RunObserver } from '../../../suites/engine/ports.ts';
import type { LocalRun } from '../../../suites/host/local-run.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { createSteps, type Steps } from '../steps.ts';
import { type CalibrationDocument, calibrationDocument } from './document.ts';
import { type MeasuredRuns, measureRuns } from './measure-runs.ts';
import { calibrationLines } from './render.ts';
import { StateFile } from './state-file.ts';

export interface CalibrateOptions {
  /** Runs of each workload that are to count. */
  readonly runs: number;
  /** Instead of the workload's own thresholds. */
  readonly minEffect: number | undefined;
  /** Where the runs are kept. */
  readonly state: string;
  /** What is kept is thrown away first. */
  readonly fresh: boolean;
  readonly json: boolean;
  readonly reportFolder: string | undefined;
}

interface Ports {
  /** Who the run tells what it is doing. */
  readonly observer: RunObserver;
  /** Where what was found is to be kept, if anywhere. */
  readonly store?: () => Promise<CalibrationStore>;
}

/** Measures a planned release again and again, tells what its runs can hold, and answers that as an exit code. */
export async function calibrateRelease(
  context: CliContext,
  run: Pick<LocalRun, 'plan' | 'actions'>,
  options: CalibrateOptions & Ports,
): Promise<ExitCode> {
  using steps = createSteps(options.json ? context.stderr : context.stdout, context.env);
  const benches = measurable(run.plan.bench, steps);
  const state = new StateFile(options.state, run.plan.subject, benches);
  if (options.fresh) await state.clear();
  const kept = await state.read();
  if (kept.length > 0)
    steps.note('runs', `${kept.length} are kept, the last of ${kept.at(-1)!.finishedAt}: ${state.path}`);
  await settled(run, steps, options.observer, context.owner.signal);
  const { runs, ended } = await measured(context, run, { ...options, steps, benches, file: state, kept });
  const document = calibrationDocument(
    benches.map((bench) => calibrate(bench, runs, options.minEffect)),
    ended,
    { subject: run.plan.subject, platform: run.plan.platform, code: context.version },
  );
  if (options.store) await saved(await options.store(), document, steps);
  await shown(context, options, document);
  return exitCodes[document.verdict];
}

/** The benchmarks that may be measured at all. @throws CliError where there is none */
function measurable(planned: readonly PlannedBench[], steps: Steps): PlannedBench[] {
  for (const { workload, withheld } of planned)
    if (withheld !== undefined) steps.note(workload, `not measured: ${withheld}`, 'skip');
  const benches = planned.filter(({ withheld }) => withheld === undefined);
  if (benches.length > 0) return benches;
  throw new CliError(
    'unavailable',
    'There is nothing to calibrate: no workload of this platform is served by a GPU of the release, or none may be measured.',
  );
}

/** Waits until the release stands still: runs of what is under way are runs of no one release. @throws CliError */
async function settled(
  { plan, actions }: Pick<LocalRun, 'plan' | 'actions'>,
  steps: Steps,
  observer: RunObserver,
  signal: AbortSignal,
): Promise<void> {
  const found = await steps.step('settled', 'waiting for the release to stand still', async (update) => {
    observer.activity = update;
    const { attempt } = await actions.settle(plan, 'release', [], signal);
    return { text: attempt.reason, value: attempt, state: attempt.outcome };
  });
  if (found.outcome !== 'pass')
    throw new CliError('unavailable', `The release is not settled (${found.reason}): calibrate when it is.`);
}

async function measured(
  { owner, stderr }: CliContext,
  { plan, actions }: Pick<LocalRun, 'plan' | 'actions'>,
  given: Pick<CalibrateOptions & Ports, 'runs' | 'observer'> & {
    steps: Steps;
    benches: PlannedBench[];
    file: StateFile;
    kept: readonly Measured[];
  },
): Promise<MeasuredRuns> {
  const { steps, observer, benches, file, kept, runs: wanted } = given;
  try {
    return await measureRuns(
      {
        ...{ plan, benches, actions, kept, wanted },
        keep: (one) => file.add(one),
        show: (bench, nth, work) =>
          steps.step(bench.workload, `run ${nth} of ${wanted}`, async (update) => {
            observer.activity = update;
            const value = await work();
            return { ...endOf(bench, value, `run ${nth} of ${wanted}`), value };
          }),
      },
      owner.signal,
    );
  } catch (error) {
    if (owner.signal.aborted)
      stderr.write(`seatrial: The runs so far are kept in ${file.path}; the same command goes on.\n`);
    throw error;
  }
}

function endOf(bench: PlannedBench, { status, reason, scalars, requests }: Measured, which: string) {
  if (status === 'void')
    return { text: `${which} does not count: ${reason}`, state: 'inconclusive' as const };
  const first = bench.criteria.find(({ id, primary }) => primary && scalars[id]);
  const value = first ? `   ${first.title} ${number(scalars[first.id]!.value)} ${first.unit}` : '';
  return { text: `${which}${value}   ${count(requests, 'request')}` };
}

async function saved(store: CalibrationStore, { workloads }: CalibrationDocument, steps: Steps) {
  for (const { key, calibration, runs } of workloads) {
    if (calibration) await store.calibrate(key, calibration);
    steps.note(
      'saved',
      calibration ? key : `not ${key}: only ${runs} runs count`,
      calibration ? 'pass' : 'skip',
    );
  }
}

async function shown({ stdout, env }: CliContext, options: CalibrateOptions, document: CalibrationDocument) {
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (options.reportFolder !== undefined) {
    await mkdir(options.reportFolder, { recursive: true });
    await writeFile(join(options.reportFolder, 'calibration.json'), json);
  }
  if (options.json) {
    stdout.write(json);
    return;
  }
  using screen = createScreen(stdout, env);
  screen.print(calibrationLines(document, screen));
}
