import { expect, it } from 'vitest';
import { bigBaseline, filled } from '../testing/big-baseline.ts';
import { type BaselineSpec, baselineSpec, longestName } from './baseline.ts';

/** A request of the API server's to etcd is refused above this. */
const etcdLimit = 1.5 * 1024 * 1024;

it('is well under the limit of etcd at its biggest', () => {
  const biggest = bigBaseline(40, 10, longestName, 300);
  expect(baselineSpec.safeParse(biggest).success).toBe(true);
  const [bytes, usual] = [biggest, bigBaseline(12, 3, 16, 40)].map((spec) => JSON.stringify(spec).length);
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
  const spec = structuredClone(bigBaseline(40, 10, longestName, 300));
  grow(spec);
  expect(baselineSpec.safeParse(spec).success).toBe(false);
});
