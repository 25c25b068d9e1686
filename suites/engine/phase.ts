import { z } from 'zod';
import { type Journal, lastOf, standingDecision } from './journal.ts';
import { nextStep } from './next-step.ts';
import type { RunPlan } from './plan.ts';

/** What a person sees of a run's state. Derived from plan and journal, never stored as the truth. */
export const runPhase = z.enum([
  'Settling',
  'Verifying',
  'Benchmarking',
  'Deciding',
  'Soaking',
  'RollingBack',
  'VerifyingRollback',
  'Passed',
  'Failed',
  'Inconclusive',
  'Superseded',
  'NeedsHuman',
]);
export type RunPhase = z.infer<typeof runPhase>;

/** The phase of a run, from what it does next, or from how it ended. */
export function phaseOf(plan: RunPlan, journal: Journal): RunPhase {
  const step = nextStep(plan, journal);
  if (step) {
    switch (step.do) {
      case 'settle':
        return step.leg === 'release' ? 'Settling' : 'VerifyingRollback';
      case 'check':
        return step.leg === 'release' ? 'Verifying' : 'VerifyingRollback';
      case 'measure':
        return 'Benchmarking';
      case 'soak':
      case 'soak-end':
        return 'Soaking';
      case 'start-rollback':
      case 'await-rollback':
        return 'RollingBack';
      default:
        return 'Deciding';
    }
  }
  const decided = standingDecision(journal);
  if (lastOf(journal, 'superseded')) return 'Superseded';
  if (decided?.verdict === 'pass') return 'Passed';
  if (decided?.verdict === 'fail') return lastOf(journal, 'finished')?.needsHuman ? 'NeedsHuman' : 'Failed';
  return 'Inconclusive';
}
