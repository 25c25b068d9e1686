import { type Journal, type JournalEntry, journalEntry } from '../../suites/engine/journal.ts';
import type { Clock, JournalStore } from '../../suites/engine/ports.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { canonical } from '../../suites/release/fingerprint.ts';
import type { CustomResources } from '../resources/custom-resources.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { AgentError } from './agent-error.ts';
import { boundedJournal } from './bounded-journal.ts';
import { runStatus } from './run-status.ts';

const firstPauseMs = 250;
const longestPauseMs = 10_000;
const activityEveryMs = 2000;

const same = (a: Journal, b: Journal): boolean => canonical(a) === canonical(b);

/**
 * A run's journal in its TrialRun's status. Every write is a compare and swap: a journal that another writer
 * lengthened is never overwritten. An API server that does not answer is waited for, until the signal aborts.
 */
export class RunJournal implements JournalStore {
  readonly #runs: CustomResources<TrialRun>;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #run: TrialRun;
  #queue: Promise<unknown> = Promise.resolve();
  #activity: string | null = null;
  #activityAt = Number.NEGATIVE_INFINITY;

  constructor(runs: CustomResources<TrialRun>, run: TrialRun, clock: Clock, signal: AbortSignal) {
    this.#runs = runs;
    this.#run = run;
    this.#clock = clock;
    this.#signal = signal;
  }

  get run(): TrialRun {
    return this.#run;
  }

  async read(): Promise<Journal> {
    return this.#run.status.journal;
  }

  /** Durable when it resolves. Throws `AgentError` `run-taken-over` or `run-gone`. */
  append(entry: JournalEntry): Promise<void> {
    return this.#inTurn(() => this.#write([...this.#run.status.journal, journalEntry.parse(entry)]));
  }

  /** Shows what is being done now; at most every two seconds, and never in the way of the journal. */
  show(activity: string): void {
    this.#activity = activity;
    const now = this.#clock.now().getTime();
    if (now - this.#activityAt < activityEveryMs) return;
    this.#activityAt = now;
    void this.#inTurn(async () => {
      const written = await this.#runs.replaceStatus(this.#next(this.#run.status.journal));
      if (typeof written === 'object') this.#run = written;
    }).catch(() => {});
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #next(journal: Journal): TrialRun {
    const kept = boundedJournal(journal);
    return { ...this.#run, status: runStatus(this.#run.spec.plan, kept, this.#activity) };
  }

  async #write(journal: Journal): Promise<void> {
    const wanted = this.#next(journal);
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      this.#signal.throwIfAborted();
      try {
        const done = await this.#attempt(wanted);
        if (done) return;
      } catch (error) {
        if (!(error instanceof ProbeError)) throw error;
        await this.#clock.sleep(pause, this.#signal);
      }
    }
  }

  /** True when the journal is stored; false when only something else of the object had changed. */
  async #attempt(wanted: TrialRun): Promise<boolean> {
    const { namespace, name, resourceVersion } = this.#run.metadata;
    const metadata = { ...wanted.metadata, resourceVersion };
    const written = await this.#runs.replaceStatus({ ...wanted, metadata });
    if (written === 'gone') throw new AgentError('run-gone', `run ${namespace}/${name} was deleted`);
    if (written !== 'conflict') {
      this.#run = written;
      return true;
    }
    const found = await this.#runs.get(namespace, name);
    if (found === null || 'invalid' in found)
      throw new AgentError('run-gone', `run ${namespace}/${name} is no longer there`);
    // An answer that was lost: the write before had arrived.
    const arrived = same(found.status.journal, wanted.status.journal);
    if (!arrived && !same(found.status.journal, this.#run.status.journal))
      throw new AgentError('run-taken-over', `run ${namespace}/${name} was taken over by another agent`);
    this.#run = found;
    return arrived;
  }
}
