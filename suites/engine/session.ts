import { judgeSoak } from '../verdict/judge-soak.ts';
import { caseOf, type Judgement, judge } from '../verdict/rules.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { nextStep, type Step } from './next-step.ts';
import type { RunPlan } from './plan.ts';
import type { Clock, JournalStore, RunActions, RunObserver } from './ports.ts';
import { replacedBy, replacement } from './replaced-by.ts';
import { soakLook, soakSuperseded } from './soak-look.ts';

/** What a host lends to a run. */
export interface SessionPorts {
  readonly clock: Clock;
  readonly store: JournalStore;
  readonly actions: RunActions;
  readonly observer?: RunObserver;
}

/** Entry as a step brings it, before it is stamped. */
type Unstamped = JournalEntry extends infer E ? (E extends JournalEntry ? Omit<E, 'at'> : never) : never;

/**
 * Takes a run from wherever its journal stands to its end, one journaled step at a time, and answers the journal.
 * Rejects only with the signal's reason, when the store was taken over, or for a bug; calling again goes on.
 */
export async function runSession(plan: RunPlan, ports: SessionPorts, signal: AbortSignal): Promise<Journal> {
  const { clock, store, observer } = ports;
  let journal = await store.read();
  observer?.journaled?.(plan, journal);
  for (let step = nextStep(plan, journal); step; step = nextStep(plan, journal)) {
    signal.throwIfAborted();
    const entry =
      (await interruption(plan, journal, step, ports, signal)) ??
      (await perform(plan, journal, step, ports, signal));
    await store.append({ ...entry, at: clock.now().toISOString() } as JournalEntry);
    journal = await store.read();
    observer?.journaled?.(plan, journal);
  }
  return journal;
}

const trialSteps = new Set<Step['do']>(['settle', 'check', 'measure', 'decide']);

/** A trial is interrupted when the release changed under it, or its time is over. Acting on a decision is not. */
async function interruption(
  plan: RunPlan,
  journal: Journal,
  step: Step,
  { clock, actions }: SessionPorts,
  signal: AbortSignal,
): Promise<Unstamped | null> {
  const leg = 'leg' in step ? step.leg : 'release';
  if (!trialSteps.has(step.do) || leg !== 'release') return null;
  const cutShort = journal.some((entry) => entry.kind === 'superseded' || entry.kind === 'expired');
  if (cutShort) return null;
  if (clock.now() >= new Date(plan.deadlineAt)) {
    return { kind: 'expired', reason: `the run was not over by its deadline, ${plan.deadlineAt}` };
  }
  const by = await replacedBy(plan, actions, signal, step.do === 'decide');
  return by && { kind: 'superseded', by, reason: replacement(plan, by, 'run') };
}

async function perform(
  plan: RunPlan,
  journal: Journal,
  step: Step,
  ports: SessionPorts,
  signal: AbortSignal,
): Promise<Unstamped> {
  const { actions } = ports;
  switch (step.do) {
    case 'settle':
      return { kind: 'settled', leg: step.leg, ...(await actions.settle(plan, step.leg, journal, signal)) };
    case 'check': {
      const { suite, check } = step.planned;
      const attempt = await actions.check(plan, journal, step.leg, step.planned, signal);
      return { kind: 'checked', leg: step.leg, suite, check, attempt };
    }
    case 'measure':
      return { kind: 'measured', measured: await actions.measure(plan, step.bench, step.run, signal) };
    case 'decide':
      return { kind: 'decided', ...kept(judge(caseOf(plan, journal))) };
    case 'accept':
      return { kind: 'accepted', baselines: await actions.accept(plan, journal, signal) };
    case 'soak':
      return soakLook(plan, step, ports, signal);
    case 'soak-decide':
      return (
        (await soakSuperseded(plan, actions, signal, true)) ?? {
          kind: 'soak-decided',
          ...kept(judgeSoak(plan, journal)),
        }
      );
    case 'soak-end': {
      const { outcome, reason } = step;
      const baselines = outcome === 'passed' ? await actions.acceptSoak(plan, journal, signal) : [];
      return { kind: 'soak-ended', outcome, reason, baselines };
    }
    case 'withdraw':
      return { kind: 'withdrawn', baselines: await actions.withdraw(plan, journal, signal) };
    case 'queue-signal':
      return { kind: 'signal-queued', id: step.id, decision: step.decision };
    case 'deliver-signal':
      return {
        kind: 'signal-delivered',
        id: step.id,
        receipts: await actions.signal(plan, journal, step.id, signal),
      };
    case 'start-rollback':
      await actions.startRollback(plan, step.job, step.target, signal);
      return { kind: 'rollback-started', job: step.job, target: step.target };
    case 'await-rollback':
      return {
        kind: 'rollback-ended',
        ...(await actions.awaitRollback(plan, step.job, step.target, signal)),
      };
    case 'finish':
      return { kind: 'finished', needsHuman: step.needsHuman };
  }
}

const kept = ({ verdict, decision, blame, reasons }: Judgement) => ({
  verdict,
  decision,
  blame,
  reasons: reasons.slice(0, 20),
});
