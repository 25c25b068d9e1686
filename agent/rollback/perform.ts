import type { Occurrence } from '../../suites/release/subject.ts';
import type { Helm } from './helm.ts';
import { mostTries, nextAct } from './next-act.ts';
import { ended, type RollbackOrder, type RollbackOutcome } from './outcome.ts';

export interface PerformPorts {
  readonly helm: Helm;
  /** What is deployed now; null where it cannot be found. Throws `ProbeError`. */
  deployed(): Promise<Occurrence | null>;
}

/**
 * The rollback itself, as the Job runs it: checks that what was judged is still what is deployed, rolls back, and
 * answers. Safe to start again after a kill at any point. Throws only when Helm or the API server cannot answer.
 */
export async function performRollback(
  order: RollbackOrder,
  { helm, deployed }: PerformPorts,
): Promise<RollbackOutcome> {
  let trouble = '';
  for (let tries = 0; tries <= mostTries; tries++) {
    const act = nextAct(order, await helm.history());
    if (act.do === 'end') return ended(act.outcome, act.reason, act.revision);
    if (act.first) {
      const now = await deployed();
      if (now?.fingerprint !== order.judged.fingerprint)
        return ended('refused', 'the workloads were changed since they were judged');
    }
    const rolledBack = await helm.rollback(order.target, `seatrial run ${order.run}`);
    if (!rolledBack.ok) trouble = rolledBack.reason;
  }
  return ended('failed', `helm rollback failed ${mostTries + 1} times: ${trouble}`);
}
