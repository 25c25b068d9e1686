import { expect, it } from 'vitest';
import {
  type AcceptedRun,
  type BaselineSpec,
  baselineSpec,
  keptChanges,
  keptRuns,
  longestName,
} from './baseline.ts';

/** A request of the API server's to etcd is refused above this. */
const etcdLimit = 1.5 * 1024 * 1024;

const filled = (length: number): string => 'x'.repeat(length);
const numbers = (count: number, nameLength: number): Record<string, number> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, nth) => [
      String(nth).padStart(nameLength, 'x'),
      -1.234567890123456e-100,
    ]),
  );

/** As many runs as are kept, of so many criteria and other numbers. */
function specOf(criteria: number, beside: number, name: number, text: number): BaselineSpec {
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

it('is well under the limit of etcd at its biggest', () => {
  const biggest = specOf(40, 10, longestName, 300);
  expect(baselineSpec.safeParse(biggest).success).toBe(true);
  const [bytes, usual] = [biggest, specOf(12, 3, 16, 40)].map((spec) => JSON.stringify(spec).length);
  console.log(`Baseline: ${bytes} bytes at most, ${usual} with 12 criteria; etcd takes ${etcdLimit}`);
  expect(bytes).toBeLessThan(etcdLimit / 2);
});

it.each<[string, (spec: BaselineSpec) => void]>([
  ['one more run', ({ runs }) => runs.push(runs[0]!)],
  ['one more criterion', ({ runs }) => Object.assign(runs[0]!.scalars, { more: 1 })],
  ['one more number beside', ({ runs }) => Object.assign(runs[0]!.controls!, { more: 1 })],
  ['a longer name', ({ anchor }) => (anchor!.scalars = { [filled(longestName + 1)]: 1 })],
  ['one more change', ({ changes }) => changes!.push(changes![0]!)],
  ['a longer reason', ({ pinned }) => (pinned!.why = filled(301))],
])('takes nothing beyond its bounds: %s', (_, grow) => {
  const spec = structuredClone(specOf(40, 10, longestName, 300));
  grow(spec);
  expect(baselineSpec.safeParse(spec).success).toBe(false);
});
