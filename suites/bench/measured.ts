import { decodeHistogram } from '../../load/histogram.ts';
import type { LoadResult } from '../../load/result.ts';
import { scalarOf } from '../../load/result.ts';
import { quantilePoints } from './curve.ts';
import type { Measured, PlannedBench } from './plan.ts';

/** The journal's scalars of one load run. Whatever the load could not stand for makes the run void. */
export function measuredOf(bench: PlannedBench, run: number, result: LoadResult): Measured {
  const scalars: Measured['scalars'] = {};
  for (const criterion of bench.criteria) {
    const level = result.levels.find(
      ({ streams }) => streams === (criterion.streams ?? criterion.streamsPerGpu * bench.gpus),
    );
    const found = level && scalarOf(level, criterion.definition);
    if (!found) continue;
    scalars[criterion.id] = {
      value: criterion.perGpu ? found.value / bench.gpus : found.value,
      samples: found.samples,
    };
  }
  const curves: Measured['curves'] = {};
  for (const level of result.levels) {
    const histogram = level.histograms.ttfa;
    if (histogram)
      curves[String(level.streams / bench.gpus)] = quantilePoints(decodeHistogram(histogram), 0.001);
  }
  const trouble = troubleOf(result);
  const delays = result.levels.flatMap(({ audit }) => audit.ownDelayP99Ms ?? []);
  const cores = result.levels.map(({ audit }) => audit.cpuCores / audit.cpuLimitCores);
  return {
    workload: bench.workload,
    run,
    startedAt: result.startedAt,
    finishedAt: result.finishedAt,
    status: trouble.length === 0 ? 'valid' : 'void',
    reason: trouble.join('; ').slice(0, 500),
    scalars,
    curves,
    requests: result.levels.reduce((sum, { counts }) => sum + counts.started, 0),
    errors: result.levels.reduce((sum, { counts }) => sum + counts.failed, 0),
    generatorIdle: cores.length > 0 ? Math.max(0, 1 - Math.max(...cores)) : null,
    ...(delays.length > 0 && { ownDelayP99Ms: Math.max(...delays) }),
    ...controlsOf(result.levels),
    // A guard that could not see for a moment saw nobody hurt: the next try may see better.
    ...(result.stoppedBy?.kind === 'bound' && { stoppedBy: result.stoppedBy.name }),
    ...(result.background && { background: mapped(result.background) }),
  };
}

/** What the network was like at its worst, where the kernel told it: the release has no part in that. */
function controlsOf(levels: LoadResult['levels']): Pick<Measured, 'controls'> {
  const controls: Record<string, number> = {};
  for (const { audit } of levels)
    for (const [name, value] of [
      ['network_rtt_p50_ms', audit.networkRttP50Ms],
      ['network_resent_share', audit.networkResentShare],
    ] as const)
      if (value !== null) controls[name] = Math.max(controls[name] ?? 0, value);
  return Object.keys(controls).length > 0 ? { controls } : {};
}

const mapped = (background: NonNullable<LoadResult['background']>): Measured['background'] =>
  Object.fromEntries(
    Object.entries(background).map(([name, { before, during }]) => [
      name,
      { before: before?.max ?? null, during: during?.max ?? null },
    ]),
  );

/** Why nothing may be concluded from a run; empty where something may. */
function troubleOf({ status, reason, levels }: LoadResult): string[] {
  const refused = levels.some(
    ({ statuses }) => statuses['401'] !== undefined || statuses['403'] !== undefined,
  );
  return [
    ...(refused ? ['our API key was refused'] : []),
    ...(status === 'complete' ? [] : [reason ?? `the load ended ${status}`]),
    ...levels.flatMap(({ validity }) => (validity.valid ? [] : validity.reasons)),
  ];
}
