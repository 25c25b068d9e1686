import type { EntryOf } from './journal.ts';
import type { SoakStep } from './next-soak-step.ts';
import type { RunPlan } from './plan.ts';
import type { Clock, RunActions, RunObserver } from './ports.ts';
import { replacedBy, replacement } from './replaced-by.ts';

/** While it waits, a soak looks so often whether the release is there still. */
const lookEveryMs = 15_000;

interface SoakPorts {
  readonly clock: Clock;
  readonly actions: Pick<RunActions, 'occurrence' | 'measure'>;
  readonly observer?: RunObserver;
}
type Entry<K extends 'soaked' | 'soak-ended' | 'soak-decided'> = Omit<EntryOf<K>, 'at'>;

/** Waits for the moment of a look, and measures; ends the soak where another release is there meanwhile. */
export async function soakLook(
  plan: RunPlan,
  { bench, run, from }: Extract<SoakStep, { do: 'soak' }>,
  { clock, actions, observer }: SoakPorts,
  signal: AbortSignal,
): Promise<Entry<'soaked'> | Entry<'soak-ended'>> {
  observer?.activity?.(`soaking: ${bench.title}, run ${run} at ${from.slice(11, 19)} UTC`);
  for (;;) {
    signal.throwIfAborted();
    const superseded = await soakSuperseded(plan, actions, signal, false);
    if (superseded) return superseded;
    const left = Date.parse(from) - clock.now().getTime();
    if (left <= 0) break;
    await clock.sleep(Math.min(left, lookEveryMs), signal);
  }
  const measured = await actions.measure(plan, bench, run, signal);
  // Without anybody's word on their age, the pods are as old as the run: its rollout made them.
  const sinceRollout = Math.max(0, (Date.parse(measured.startedAt) - Date.parse(plan.createdAt)) / 1000);
  // Curves are for the page of the trial; the journal of a soak has no room for them.
  return { kind: 'soaked', measured: { podAgeSeconds: sinceRollout, ...measured, curves: {} } };
}

/** A newer release ends a soak, and takes nothing from the pass. Null: it is the same still. */
export async function soakSuperseded(
  plan: RunPlan,
  actions: Pick<RunActions, 'occurrence'>,
  signal: AbortSignal,
  fresh: boolean,
): Promise<Entry<'soak-ended'> | null> {
  const by = await replacedBy(plan, actions, signal, fresh);
  if (!by) return null;
  return {
    kind: 'soak-ended',
    outcome: 'superseded',
    reason: replacement(plan, by, 'soak'),
    baselines: [],
  };
}
