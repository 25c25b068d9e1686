import type { Measured } from '../bench/plan.ts';
import type { Journal, JournalEntry } from '../engine/journal.ts';
import type { Clock, JournalStore, RunActions } from '../engine/ports.ts';
import type { Outcome } from '../record/outcome.ts';
import { attemptOf, measuredEntry, moment, planOf } from './plans.ts';

/** A clock that stands still unless told. */
export const stillClock: Clock = { now: () => new Date(moment), sleep: async () => {} };

/** A journal in memory that can be told to be killed: the append after `dieAfter` entries throws. */
export class MemoryStore implements JournalStore {
  entries: JournalEntry[] = [];
  dieAfter = Number.POSITIVE_INFINITY;

  async read(): Promise<Journal> {
    return [...this.entries];
  }

  async append(entry: JournalEntry): Promise<void> {
    if (this.entries.length >= this.dieAfter) throw new Error('killed');
    this.entries.push(entry);
  }
}

/** A world that answers as told and counts what was done to it. */
export class FakeActions implements RunActions {
  readonly done: string[] = [];
  outcomes: Record<string, Outcome[]> = {};
  settles: Outcome[] = [];
  ttfa: number[] = [120];
  deployed = planOf().subject.occurrence;
  #asked = new Map<string, number>();

  #next<T>(key: string, answers: readonly T[], otherwise: T): T {
    const count = this.#asked.get(key) ?? 0;
    this.#asked.set(key, count + 1);
    return answers[Math.min(count, answers.length - 1)] ?? otherwise;
  }

  occurrence: RunActions['occurrence'] = async () => this.deployed;

  settle: RunActions['settle'] = async (_plan, leg) => {
    this.done.push(`settle ${leg}`);
    return {
      attempt: attemptOf(this.#next('settle', this.settles, 'pass')),
      observed: null,
      subject: null,
      changes: null,
      trouble: null,
    };
  };

  check: RunActions['check'] = async (_plan, _journal, leg, { suite, check }) => {
    const key = `${suite}/${check}`;
    this.done.push(leg === 'release' ? key : `${leg} ${key}`);
    return attemptOf(this.#next(key, this.outcomes[key] ?? [], 'pass'));
  };

  measure: RunActions['measure'] = async (_plan, _bench, run) => {
    this.done.push(`measure ${run}`);
    const entry = measuredEntry(run, this.#next('measure', this.ttfa, 120));
    return (entry as unknown as { measured: Measured }).measured;
  };

  accept: RunActions['accept'] = async () => {
    this.done.push('accept');
    return ['cartesia-tts'];
  };

  acceptSoak: RunActions['acceptSoak'] = async () => {
    this.done.push('accept soak');
    return ['cartesia-tts'];
  };

  withdraw: RunActions['withdraw'] = async () => {
    this.done.push('withdraw');
    return ['cartesia-tts'];
  };

  signal: RunActions['signal'] = async (_plan, _journal, id) => {
    this.done.push(`signal ${id}`);
    return ['delivered'];
  };

  startRollback: RunActions['startRollback'] = async (_plan, job) => {
    this.done.push(`rollback ${job}`);
  };

  awaitRollback: RunActions['awaitRollback'] = async () => {
    this.done.push('await rollback');
    return { outcome: 'done', reason: '', revision: 3 };
  };
}
