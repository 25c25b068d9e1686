import { expectedLimit } from '../platforms/performance.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Workload } from '../platforms/workload.ts';
import type { Subject } from '../release/subject.ts';
import type { BudgetedLevel } from './budget.ts';
import type { Criterion } from './plan.ts';

/**
 * The numbers that the measured levels answer. A definition that decides at a level that is left out decides at the
 * highest one that is measured. Beside users' traffic the table of the GPU does not hold, and neither does throughput.
 */
export function planCriteria(
  platform: Platform,
  workload: Workload,
  subject: Subject,
  levels: readonly BudgetedLevel[],
  besideUsers: boolean,
): Criterion[] {
  const measured = new Map(levels.map(({ streamsPerGpu, streams }) => [streamsPerGpu, streams]));
  const kept = workload.criteria.filter(
    ({ streamsPerGpu, perGpu }) => measured.has(streamsPerGpu) && !(besideUsers && perGpu),
  );
  const decides = new Set(workload.criteria.filter((one) => one.primary).map(({ definition }) => definition));
  const decided = new Set(kept.filter((one) => one.primary).map(({ definition }) => definition));
  const highest = (definition: string) =>
    Math.max(...kept.filter((one) => one.definition === definition).map((one) => one.streamsPerGpu));
  return kept.map(({ slo, ...criterion }) => {
    const { definition, streamsPerGpu, better } = criterion;
    const standsIn =
      decides.has(definition) && !decided.has(definition) && streamsPerGpu === highest(definition);
    const table = besideUsers
      ? null
      : expectedLimit(platform.performance, subject.gpu.model, definition, streamsPerGpu, better);
    return {
      ...criterion,
      id: `${streamsPerGpu}/${definition}`,
      ...(besideUsers && { streams: measured.get(streamsPerGpu)! }),
      primary: criterion.primary || standsIn,
      expected: slo === null ? table : { limit: slo, source: 'service level of the workload' },
    };
  });
}
