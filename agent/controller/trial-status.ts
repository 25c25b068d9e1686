import type { VerifiedRevision } from '../../suites/engine/plan.ts';
import { canonical } from '../../suites/release/fingerprint.ts';
import type { Subject } from '../../suites/release/subject.ts';
import type { Invalid } from '../resources/custom-resources.ts';
import { withCondition } from '../resources/meta.ts';
import { type Trial, type TrialStatus, trialStatus } from '../resources/trial.ts';
import type { RunSummary } from './run-summary.ts';

/** What a look at the Trial brought. */
export interface TrialView {
  readonly subject: Subject | null;
  readonly runs: readonly RunSummary[];
  /** Why the Trial is not being tried, as a sentence; null when all is well. */
  readonly trouble: { readonly reason: string; readonly message: string } | null;
  /** Why a rollback is not possible although policy wants it. */
  readonly rollbackTrouble: string | null;
}

/** The Trial's status as it should be; null where it is so already. */
export function trialStatusOf(trial: Trial, view: TrialView, now: Date): TrialStatus | null {
  const { status, metadata, spec } = trial;
  const { subject, runs, trouble, rollbackTrouble } = view;
  const generation = metadata.generation;
  const observedGeneration = generation === undefined ? {} : { observedGeneration: generation };
  const verified = verifiedOf(status, runs);
  let conditions = withCondition(
    status.conditions,
    {
      type: 'Ready',
      status: trouble ? 'False' : 'True',
      reason: trouble?.reason ?? 'Watching',
      message: trouble?.message ?? 'each rollout of the release is tried',
      ...observedGeneration,
    },
    now,
  );
  if (spec.policy.rollback === 'helm') {
    conditions = withCondition(
      conditions,
      {
        type: 'RollbackReady',
        status: rollbackTrouble ? 'False' : 'True',
        reason: rollbackTrouble ? 'NotAllowed' : 'Allowed',
        message: rollbackTrouble ?? 'a release that is to blame is rolled back',
        ...observedGeneration,
      },
      now,
    );
  }
  const next: TrialStatus = {
    ...observedGeneration,
    ...(subject && { observed: { ...subject.occurrence, tag: subject.tag } }),
    ...(runs[0] && { lastRun: runs[0].name }),
    ...(verified && { lastVerified: verified }),
    conditions,
  };
  return canonical(next) === canonical(status) ? null : next;
}

/** The status with what its runs have proved so far and nothing else of it changed; null where it says so already. */
export function provenStatusOf({ status }: Trial, runs: readonly RunSummary[]): TrialStatus | null {
  const { lastVerified: _, ...others } = status;
  const verified = verifiedOf(status, runs);
  const next: TrialStatus = { ...others, ...(verified && { lastVerified: verified }) };
  return canonical(next) === canonical(status) ? null : next;
}

const verifiedOf = (status: TrialStatus, runs: readonly RunSummary[]): VerifiedRevision | null =>
  newest([
    ...(isDisproved(status.lastVerified, runs) ? [] : [status.lastVerified]),
    ...runs.map((run) => run.verified),
  ]);

/** The status of a Trial that cannot be read, with the reason in it; null where it says so already. */
export function invalidStatusOf({ invalid, stored }: Invalid, now: Date): TrialStatus | null {
  const status = trialStatus.safeParse(stored.status ?? {}).data ?? { conditions: [] };
  const { generation } = stored.metadata;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  const message = `the Trial is not valid, so nothing is tried: ${invalid}`.slice(0, 1000);
  const not = { type: 'Ready', status: 'False', reason: 'Invalid', message, ...observed } as const;
  const next = { ...status, ...observed, conditions: withCondition(status.conditions, not, now) };
  return canonical(next) === canonical(stored.status) ? null : next;
}

/** Whether what was verified last is bad after all, as a soak found. */
const isDisproved = (verified: TrialStatus['lastVerified'], runs: readonly RunSummary[]): boolean =>
  runs.some(
    ({ disproved }) =>
      disproved &&
      disproved.fingerprint === verified?.fingerprint &&
      disproved.revision === verified.revision,
  );

function newest(all: readonly (VerifiedRevision | null | undefined)[]): VerifiedRevision | null {
  return all.reduce<VerifiedRevision | null>(
    (best, one) => (one && (!best || one.verifiedAt > best.verifiedAt) ? one : best),
    null,
  );
}
