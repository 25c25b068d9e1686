import { type AcceptedRun, type BaselineSpec, keptChanges, keptRuns } from '../resources/baseline.ts';

export const filled = (length: number): string => 'x'.repeat(length);
const numbers = (count: number, nameLength: number): Record<string, number> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, nth) => [
      String(nth).padStart(nameLength, 'x'),
      -1.234567890123456e-100,
    ]),
  );

/** A baseline with as many runs as are kept, of so many criteria and other numbers, and all that may be beside them. */
export function bigBaseline(criteria: number, beside: number, name: number, text: number): BaselineSpec {
  const run: AcceptedRun = {
    at: '2026-06-10T03:00:00.123456789Z',
    run: filled(Math.min(100, text)),
    scalars: numbers(criteria, name),
    podAgeSeconds: 1234.5678,
    controls: numbers(beside, name),
    background: numbers(beside, name),
  };
  const runs = Array.from({ length: 2 * keptRuns }, () => run);
  const decided = { who: filled(Math.min(200, text)), why: filled(Math.min(300, text)) };
  const steady = { spread: 0.0123456789012345, df: 12345, smallestEffect: 0.123456789012345 };
  return {
    key: filled(Math.min(253, text)),
    runs,
    anchor: run,
    imported: { from: filled(Math.min(300, text)), when: '2026-06-10' },
    pinned: { since: run.at, ...decided, runs },
    before: runs.slice(0, keptRuns),
    calibration: {
      at: run.at,
      runs: 50,
      criteria: Object.fromEntries(
        Object.keys(run.scalars).map((id) => [id, { ...steady, unsteady: filled(Math.min(300, text)) }]),
      ),
      prior: { s0: 0.0123456789012345, d0: 12.3456789012345 },
    },
    changes: Array.from({ length: keptChanges }, () => ({
      ...{ at: run.at, ...decided, run: run.run, kind: 'unpinned' as const },
    })),
  };
}
