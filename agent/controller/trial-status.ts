import type { VerifiedRevision } from '../../suites/engine/plan.ts';
import { canonical } from '../../suites/release/fingerprint.ts';
import type { Subject } from '../../suites/release/subject.ts';
import { withCondition } from '../resources/meta.ts';
import type { Trial, TrialStatus } from '../resources/trial.ts';
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
  const verified = newest([status.lastVerified, ...runs.map((run) => run.verified)]);
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

function newest(all: readonly (VerifiedRevision | null | undefined)[]): VerifiedRevision | null {
  return all.reduce<VerifiedRevision | null>(
    (best, one) => (one && (!best || one.verifiedAt > best.verifiedAt) ? one : best),
    null,
  );
}
