import { nameOf } from './job-state.ts';
import type { LoadPodReader } from './load-pod-reader.ts';

/**
 * Of several pods, the first that ended without having done its part, in words. When the Job or we stop the others,
 * they end later than the one that is the cause.
 */
export function earliestLoss(readers: readonly LoadPodReader[]): string | undefined {
  if (readers.length === 1) return undefined;
  const ends = readers.flatMap((reader) => {
    const { end } = reader.collector;
    return end && end.status !== 'complete' ? [{ reader, end }] : [];
  });
  const at = ({ reader, end }: (typeof ends)[number]) => Date.parse(end.wall) - reader.clockAheadMs;
  const [first] = ends.toSorted((a, b) => at(a) - at(b));
  if (!first) return undefined;
  const called = nameOf(first.reader, readers.length);
  return first.end.status === 'aborted'
    ? `${called} was deleted, or stopped by somebody else`
    : `${called} ended early: ${first.end.reason ?? 'no reason given'}`;
}
