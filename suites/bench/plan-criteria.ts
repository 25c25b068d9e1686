import { expectedLimit } from '../platforms/performance.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Workload } from '../platforms/workload.ts';
import type { Subject } from '../release/subject.ts';
import type { BudgetedLevel } from './budget.ts';
import { withLimits } from './limits.ts';
import type { BaselineSnapshot, Criterion } from './plan.ts';
import type { BenchPolicy } from './policy.ts';
import { median } from './states.ts';

/**
 * The numbers that the measured levels answer. A definition that decides at a level that is left out decides at the
 * highest one that is measured. Beside users' traffic the table of the GPU does not hold, and neither does throughput.
 * What the user limits decides in any case.
 */
export function planCriteria(
  platform: Platform,
  workload: Workload,
  subject: Subject,
  levels: readonly BudgetedLevel[],
  { besideUsers = true, limits = [] }: Pick<BenchPolicy, 'besideUsers' | 'limits'>,
  baseline: BaselineSnapshot | null = null,
): Criterion[] {
  const measured = new Map(levels.map(({ streamsPerGpu, streams }) => [streamsPerGpu, streams]));
  const kept = workload.criteria.filter(
    ({ streamsPerGpu, perGpu }) => measured.has(streamsPerGpu) && !(besideUsers && perGpu),
  );
  const decides = new Set(workload.criteria.filter((one) => one.primary).map(({ definition }) => definition));
  const decided = new Set(kept.filter((one) => one.primary).map(({ definition }) => definition));
  const highest = (definition: string) =>
    Math.max(...kept.filter((one) => one.definition === definition).map((one) => one.streamsPerGpu));
  const criteria = kept.map(({ slo, ...criterion }): Criterion => {
    const { definition, streamsPerGpu, better } = criterion;
    const standsIn =
      decides.has(definition) && !decided.has(definition) && streamsPerGpu === highest(definition);
    const table = besideUsers
      ? null
      : expectedLimit(platform.performance, subject.gpu.model, definition, streamsPerGpu, better);
    const id = `${streamsPerGpu}/${definition}`;
    return {
      ...criterion,
      id,
      ...(besideUsers && { streams: measured.get(streamsPerGpu)! }),
      primary: criterion.primary || standsIn,
      expected:
        slo === null
          ? (table ?? latencyGate(platform, criterion, baseline?.scalars[id]))
          : { limit: slo, source: 'service level of the workload' },
    };
  });
  return withLimits(criteria, workload.name, levels, limits);
}

/** What the vendor demands of latencies where no table of the GPU and no service level says more. */
function latencyGate(
  { gates }: Platform,
  { unit, better }: Pick<Criterion, 'unit' | 'better'>,
  accepted: readonly number[] = [],
): Criterion['expected'] {
  if (!gates || accepted.length === 0 || unit !== 'ms' || better !== 'lower') return null;
  const { share, source } = gates.latency;
  const target = median(accepted);
  return {
    limit: target * share,
    source: `${share * 100} % of the accepted ${target.toPrecision(3)} ms, ${source}`,
  };
}
