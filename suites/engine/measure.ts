import type { LoadProgress } from '../../load/driver.ts';
import { type LoadPlan, loadPlanSchema } from '../../load/plan.ts';
import { guardsAt } from '../bench/guards.ts';
import { measuredOf } from '../bench/measured.ts';
import type { Measured, PlannedBench } from '../bench/plan.ts';
import { portForward } from '../bench/port-forward.ts';
import { withinWindows } from '../bench/windows.ts';
import { ProbeError } from '../probes/probe-error.ts';
import type { Suspect } from '../record/suspect.ts';
import type { Subject } from '../release/subject.ts';
import { lookAround } from '../suspects/look-around.ts';
import { everyPod, sight } from '../suspects/sighting.ts';
import type { TrialPorts } from './actions.ts';
import type { RunPlan } from './plan.ts';
import { podAge, voidIfChanged } from './steady-pods.ts';

/** Measures one run of a benchmark, where it may be made, and voids what the release cannot stand for. */
export async function measure(
  ports: TrialPorts,
  plan: RunPlan,
  bench: PlannedBench,
  run: number,
  signal: AbortSignal,
): Promise<Measured> {
  const { reader, clock, activity, load } = ports;
  // What voided the last run may not be over: a pod that comes up again is no time to measure.
  if (run > 1) await untilReady(ports, plan.subject, signal);
  const ready = await loadPlanOf(ports, plan, bench);
  if ('not' in ready) return notMade(bench, run, clock.now(), ready);
  const id = loadId(plan, bench, run);
  const before = await sight(reader, clock.now());
  const result = await load.run(ready.plan, {
    id,
    signal,
    onProgress: (progress) => activity(progressLine(bench, run, progress)),
  });
  signal.throwIfAborted();
  const after = await sight(reader, clock.now());
  const around = await lookAround({
    subject: plan.subject,
    before,
    after,
    everypods: await everyPod(reader),
    recorded: plan.before,
    rolloutAt: new Date(plan.createdAt),
    loadId: id,
    prometheus: await ports.checks.prometheus(),
    signal,
  });
  const { suspects, voiding, unseen } = around;
  const told = {
    ...measuredOf(bench, run, result),
    ...podAge(plan.subject, before),
    ...(suspects.length > 0 && { suspects: [...suspects] }),
    ...(run === 1 && unseen.length > 0 && { unseen: unseen.slice(0, 10) }),
  };
  return voidIfChanged(voidIfPressed(told, voiding), before, after);
}

/** Nodes that report trouble of their own: what is measured on them is not the release. */
function voidIfPressed(measured: Measured, pressed: readonly Suspect[]): Measured {
  if (measured.status === 'void' || pressed.length === 0) return measured;
  const reason = `not the release's doing: ${pressed.map(({ object, words }) => `${object} ${words}`).join(', ')}`;
  return { ...measured, status: 'void', reason: reason.slice(0, 500) };
}

const readySeconds = 120;

/** Waits until every pod of the subject is ready again, for so long and no longer: then the guards decide. */
async function untilReady({ reader, clock, activity }: TrialPorts, of: Subject, signal: AbortSignal) {
  const wanted = of.workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  for (let second = 0; second < readySeconds; second++) {
    const pods = (await listed(reader))?.filter(
      ({ metadata, status }) =>
        metadata?.deletionTimestamp === undefined &&
        !['Succeeded', 'Failed'].includes(status?.phase ?? '') &&
        of.workloads.some(({ name }) => metadata?.name?.startsWith(`${name}-`)),
    );
    const ready = pods?.filter(({ status }) =>
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
    if (!pods || (ready!.length === pods.length && ready!.length >= wanted)) return;
    activity(`waiting for ${Math.max(wanted, pods.length) - ready!.length} pods to be ready again`);
    await clock.sleep(1000, signal);
  }
}

/** Why no load was made; `for good` when another try would be no better. */
interface NotMade {
  readonly not: string;
  readonly forGood: string | null;
}

/** The load plan as it can be made now: within its windows, at a target without a tunnel, with its guards in place. */
async function loadPlanOf(
  { reader, clock, endpoint }: TrialPorts,
  plan: RunPlan,
  bench: PlannedBench,
): Promise<{ readonly plan: LoadPlan } | NotMade> {
  const load = loadPlanSchema.parse(bench.load);
  const time = withinWindows(bench.windows ?? [], clock.now(), load.budget.maxSeconds);
  if (!time.within) return { not: time.reason, forGood: 'windows' };
  const tunnel = await portForward(endpoint.url);
  if (tunnel !== null) return { not: tunnel, forGood: 'port-forward' };
  if (!bench.guards) return { plan: load };
  const watched = await guardsAt(bench.guards, plan.subject, reader);
  if ('blind' in watched) return { not: `${watched.blind}: nobody is hurt blindly`, forGood: null };
  return { plan: loadPlanSchema.parse({ ...load, guards: watched.guards }) };
}

function notMade(bench: PlannedBench, run: number, now: Date, { not, forGood }: NotMade): Measured {
  return {
    workload: bench.workload,
    run,
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    status: 'void',
    reason: not.slice(0, 500),
    scalars: {},
    curves: {},
    requests: 0,
    errors: 0,
    generatorIdle: null,
    ...(forGood !== null && { stoppedBy: forGood }),
  };
}

/** Deterministic, so that a killed run finds its load Job again. */
const loadId = (plan: RunPlan, bench: PlannedBench, run: number): string =>
  `${plan.id}-${bench.workload}-${run}`.toLowerCase().replace(/[^a-z0-9-]+/g, '-');

function progressLine(bench: PlannedBench, run: number, progress: LoadProgress): string {
  const ttfa = progress.ttfaP50Ms === undefined ? '' : `, first audio ${progress.ttfaP50Ms.toFixed(0)} ms`;
  const left = Math.max(0, Math.round(progress.plannedSeconds - progress.elapsedSeconds));
  return `${bench.title}, run ${run}: ${progress.streams / bench.gpus} streams per GPU, ${progress.phase}, ${progress.complete} requests${ttfa}, about ${left} s left`;
}

const listed = (reader: TrialPorts['reader']) =>
  reader.list('pods').catch((error) => {
    if (error instanceof ProbeError) return null;
    throw error;
  });
