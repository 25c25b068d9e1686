import type { AnyCheck } from './check.ts';
import type { Gate } from './record/outcome.ts';

/** A check's place in a suite: whether it decides there, and how often it is tried before its answer counts. */
export interface SuiteEntry {
  readonly check: AnyCheck;
  readonly gate: Gate;
  /** A fail or an inconclusive answer is tried again up to this many attempts in all. */
  readonly attempts: number;
  /** A skip leaves no gap here: what it looks at may be missing from a deployment that is whole. */
  readonly maySkip?: true;
}

export const suiteNames = ['preflight', 'verify', 'smoke', 'rollback'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** A named checklist. */
export interface Suite {
  readonly name: SuiteName;
  readonly title: string;
  readonly entries: readonly SuiteEntry[];
}

export const blocking = (check: AnyCheck, attempts = 2): SuiteEntry => ({
  check,
  gate: 'blocking',
  attempts,
});

/** An entry whose skip does not hold the release. */
export const whereThere = (entry: SuiteEntry): SuiteEntry => ({ ...entry, maySkip: true });

/** An entry that tells and never decides. */
export const advisory = (check: AnyCheck, attempts = 1): SuiteEntry => ({
  check,
  gate: 'advisory',
  attempts,
});
