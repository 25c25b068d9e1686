import type { AuditBounds } from '../audit.ts';
import { assembleResult, type Ending } from '../collector.ts';
import type { LoadPlan } from '../plan.ts';
import type { LoadResult } from '../result.ts';
import { mergeLevel } from './merge-level.ts';
import { beganAt, type Shard, spread } from './shard.ts';

/**
 * The result of a load that several processes made together, in the shape that one process gives: the same bytes
 * whatever the order of the shards. `ending` says how it ended; a guard that tripped in any of them is told.
 */
export function mergeShards(
  plan: LoadPlan,
  id: string,
  shards: readonly Shard[],
  times: { readonly startedAt: Date; readonly finishedAt: Date },
  ending: Ending,
  bounds?: AuditBounds,
): LoadResult {
  const ordered = shards.toSorted((a, b) => a.index - b.index);
  const starts = ordered.flatMap(({ collector }) => collector.start ?? []);
  const ends = ordered.flatMap(({ collector }) => collector.end ?? []);
  const all = ends.length === ordered.length;
  const tripped = ends.find(({ guard }) => guard !== undefined);
  const watched = tripped ?? ends.find(({ background }) => background !== undefined);
  return {
    ...assembleResult(plan, id, {
      ending: {
        ...ending,
        ...(tripped ? { guard: tripped.guard, reason: tripped.reason, status: 'partial' } : {}),
        ...(watched ? { background: watched.background } : {}),
      },
      ...(all ? { requests: ends.reduce((sum, { requests }) => sum + requests, 0) } : {}),
      engine: [...new Set(starts.map(({ engine }) => engine))].join(', ') || undefined,
      startedAt: starts.map(({ wall }) => wall).sort()[0] ?? times.startedAt.toISOString(),
      finishedAt:
        (all &&
          ends
            .map(({ wall }) => wall)
            .sort()
            .at(-1)) ||
        times.finishedAt.toISOString(),
      levels: plan.levels.flatMap((_, index) => mergeLevel(ordered, index, bounds) ?? []),
    }),
    shards: ordered.length,
    startSkewMs: spread(ordered.flatMap((shard) => beganAt(shard) ?? [])),
  };
}
