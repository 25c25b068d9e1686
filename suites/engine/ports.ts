import type { Measured, PlannedBench } from '../bench/plan.ts';
import type { Attempt } from '../record/result.ts';
import type { Occurrence } from '../release/subject.ts';
import type { EntryOf, Journal, JournalEntry, Leg } from './journal.ts';
import type { PlannedCheck, RunPlan } from './plan.ts';

/** Time, so that tests own it. */
export interface Clock {
  now(): Date;
  /** Resolves after the time, rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Where a run's journal is kept: memory for the command line, the TrialRun's status for the agent. */
export interface JournalStore {
  read(): Promise<Journal>;
  /** Durable when it resolves. Throws when the store was taken over by another writer. */
  append(entry: JournalEntry): Promise<void>;
}

type Stepless<K extends JournalEntry['kind']> = Omit<EntryOf<K>, 'kind' | 'at'>;

/**
 * What a run does to the world. Every method may be called again for a step that was done but not journaled
 * (its doer was killed): then it must find what it did, not do it twice.
 */
export interface RunActions {
  /** What is deployed now, or was moments ago unless `fresh`; null where the release cannot be found. Throws `ProbeError`. */
  occurrence(signal: AbortSignal, fresh: boolean): Promise<Occurrence | null>;
  settle(
    plan: RunPlan,
    leg: Leg,
    journal: Journal,
    signal: AbortSignal,
  ): Promise<Omit<Stepless<'settled'>, 'leg'>>;
  check(
    plan: RunPlan,
    journal: Journal,
    leg: Leg,
    planned: PlannedCheck,
    signal: AbortSignal,
  ): Promise<Attempt>;
  measure(plan: RunPlan, bench: PlannedBench, run: number, signal: AbortSignal): Promise<Measured>;
  /** Adds the accepted runs to their baselines; answers the names of the baselines. */
  accept(plan: RunPlan, journal: Journal, signal: AbortSignal): Promise<string[]>;
  /** Adds the runs of a soak that passed to their baselines; answers the names of the baselines. */
  acceptSoak(plan: RunPlan, journal: Journal, signal: AbortSignal): Promise<string[]>;
  /** Takes back what `accept` has kept of a release that its soak proved bad; answers the names of the baselines. */
  withdraw(plan: RunPlan, journal: Journal, signal: AbortSignal): Promise<string[]>;
  /** Delivers the decision, at least once; answers one receipt per receiver. */
  signal(plan: RunPlan, journal: Journal, id: string, signal: AbortSignal): Promise<string[]>;
  startRollback(plan: RunPlan, job: string, target: Occurrence, signal: AbortSignal): Promise<void>;
  awaitRollback(
    plan: RunPlan,
    job: string,
    target: Occurrence,
    signal: AbortSignal,
  ): Promise<Stepless<'rollback-ended'>>;
}

/** What a host shows while a run goes on. Every hook is optional; a broken one never breaks the run. */
export interface RunObserver {
  /** After each journaled entry, and once at the start. */
  journaled?(plan: RunPlan, journal: Journal): void;
  /** One line about what is being done now. */
  activity?(text: string): void;
}
