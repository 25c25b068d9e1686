import { RecordCollector } from '../collector.ts';
import type { LoadPlan } from '../plan.ts';
import { parseRecord } from '../records.ts';
import type { LoadResult } from '../result.ts';
import { mergeShards } from './merge.ts';

/**
 * The result of a run from the records that were kept of each of its processes, as NDJSON (`GET /records`). Clocks
 * are taken as they are. Throws where a text is not of an engine that we know, or of another run.
 */
export function readBack(plan: LoadPlan, id: string, texts: readonly string[]): LoadResult {
  const shards = texts.map((text, index) => {
    const collector = new RecordCollector(plan, id);
    for (const line of text.split('\n')) if (line !== '') collector.add(parseRecord(line));
    const { run } = collector;
    if (run !== undefined && run !== id)
      throw new RangeError(`the records are of the run ${run}, not of ${id}`);
    return { index, collector, clockAheadMs: 0 };
  });
  const ends = shards.map(({ collector }) => collector.end);
  const short = ends.find((end) => end?.status !== 'complete');
  const ending = ends.includes(undefined)
    ? ({ status: 'partial', reason: 'not all of the records were kept' } as const)
    : short
      ? { status: short.status, reason: short.reason }
      : ({ status: 'complete' } as const);
  const now = new Date();
  return mergeShards(plan, id, shards, { startedAt: now, finishedAt: now }, ending);
}
