import type { Journal } from '../../suites/engine/journal.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import { recordOf } from '../../suites/record/record.ts';
import type { TrialRunStatus } from '../resources/trial-run.ts';

const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`);
const reasonsShown = 5;
const reasonLength = 400;

/** What a person reads of a run, derived from its journal. `journal` is stored beside it as it is given. */
export function runStatus(plan: RunPlan, journal: Journal, activity: string | null): TrialRunStatus {
  const record = recordOf(plan, journal);
  const outcomes = [...record.results, ...(record.rollback?.results ?? [])].map(({ outcome }) => outcome);
  const count = (of: (typeof outcomes)[number]) => outcomes.filter((one) => one === of).length;
  return {
    phase: record.phase,
    ...(record.verdict && { verdict: record.verdict }),
    ...(record.decision && { decision: record.decision }),
    ...(record.blame && { blame: record.blame }),
    ...(record.reasons.length > 0 && {
      reasons: record.reasons.slice(0, reasonsShown).map((reason) => cut(reason, reasonLength)),
    }),
    counts: {
      pass: count('pass'),
      fail: count('fail'),
      inconclusive: count('inconclusive'),
      skip: count('skip'),
    },
    ...(activity && record.finishedAt === null && { activity: cut(activity, 200) }),
    ...(record.signal && { signal: record.signal }),
    ...(record.rollback && {
      rollback: {
        job: record.rollback.job,
        outcome: record.rollback.outcome,
        reason: cut(record.rollback.reason, reasonLength),
        revision: record.rollback.revision,
      },
    }),
    ...(record.needsHuman && { needsHuman: cut(record.needsHuman, reasonLength) }),
    startedAt: record.startedAt,
    ...(record.finishedAt && { finishedAt: record.finishedAt }),
    journal: [...journal],
  };
}
