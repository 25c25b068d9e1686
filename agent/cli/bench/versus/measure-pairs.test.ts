import { expect, test } from 'vitest';
import { orderOfPair, type Side } from '../../../../load/judge/pairs/order.ts';
import type { LoadResult } from '../../../../load/result.ts';
import { levelOf, loadResultOf } from '../testing.ts';
import { compared, runOf } from './testing.ts';

/** What both share moves by 30 %, what each has of its own by 0.5 %. */
const at = (nth: number, factor = 1) => 100 * factor * (1 + 0.03 * (nth % 11)) * (nth % 3 ? 1.003 : 0.998);
const steady =
  (factor: number) =>
  (side: Side, nth: number): LoadResult =>
    runOf(side === 'new' ? at(nth, factor * (nth % 2 ? 1.002 : 0.997)) : at(nth));
const unsound = (): LoadResult =>
  loadResultOf([levelOf(400, { validity: { valid: false, reasons: ['it stalled'] } })]);

test.each([
  [1, 'pass'],
  [1.15, 'regressed'],
  [0.85, 'improved'],
] as const)(
  'a new service that takes %d times as long: %s, and no run more than that needs',
  async (factor, verdict) => {
    const outcome = await compared(steady(factor));
    expect(outcome).toMatchObject({ status: 'complete', verdict, voided: [] });
    expect(outcome.pairs).toHaveLength(4);
    expect(outcome.asked).toEqual([0, 1, 2, 3].flatMap((pair) => orderOfPair(3, pair)));
  },
);

test('a void run makes its pair void, which is measured again from its first run on', async () => {
  let broken = 0;
  const outcome = await compared((side, nth) =>
    side === 'new' && nth === 1 && broken++ === 0 ? unsound() : steady(1)(side, nth),
  );
  expect(outcome).toMatchObject({
    verdict: 'pass',
    voided: [{ pair: 1, side: 'new', reason: 'it stalled' }],
  });
  const [first, second] = orderOfPair(3, 1);
  const wasted = first === 'new' ? (['new'] as const) : [first, second];
  expect(outcome.asked).toEqual([
    ...orderOfPair(3, 0),
    ...wasted,
    ...[1, 2, 3].flatMap((pair) => orderOfPair(3, pair)),
  ]);
});

test('a machine that is never sound ends it, inconclusive', async () => {
  const outcome = await compared(unsound, 5);
  expect(outcome).toMatchObject({
    status: 'partial',
    verdict: 'inconclusive',
    reason: '6 runs were void, the last of them because: it stalled',
  });
  expect(outcome.asked).toHaveLength(6);
});

test('what a guard ended is not tried again', async () => {
  const stopped = loadResultOf([], {
    status: 'partial',
    reason: 'the queue is too long',
    stoppedBy: { name: 'queue' } as NonNullable<LoadResult['stoppedBy']>,
  });
  const outcome = await compared((side, nth) => (nth === 2 ? stopped : steady(1.15)(side, nth)));
  expect(outcome).toMatchObject({
    status: 'partial',
    verdict: 'inconclusive',
    reason: 'the queue is too long',
  });
  expect(outcome.asked).toHaveLength(5);
});

test('Ctrl-C ends it with what was measured until then', async () => {
  const stopping = new AbortController();
  const outcome = await compared(
    (side, nth) => {
      if (nth === 3) stopping.abort();
      return steady(1.15)(side, nth);
    },
    12,
    stopping.signal,
  );
  expect(outcome).toMatchObject({ status: 'aborted', verdict: 'inconclusive' });
  expect([outcome.pairs.length, outcome.asked.length]).toEqual([3, 7]);
});

test('noise that never settles ends at the last pair', async () => {
  const outcome = await compared((side, nth) => runOf(side === 'new' && nth % 2 ? 130 : 100), 6);
  expect(outcome).toMatchObject({ status: 'complete', verdict: 'inconclusive' });
  expect(outcome.pairs).toHaveLength(6);
});

test('a service that is quicker because it fails is no better', async () => {
  const failing = await compared((side) => (side === 'new' ? runOf(50, 100) : runOf(100)));
  expect(failing).toMatchObject({ verdict: 'regressed' });
  const down = await compared((side) => (side === 'new' ? runOf(100, 400) : runOf(100)));
  expect(down.verdict).toBe('regressed');
});

test('without an answer of the old service there is nothing to compare', async () => {
  for (const news of [runOf(100), runOf(100, 400)]) {
    const outcome = await compared((side) => (side === 'old' ? runOf(100, 400) : news));
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.pairs).toHaveLength(1);
  }
});

test('a number that stops to come is no reason to pass', async () => {
  const outcome = await compared((side, nth) => {
    const run = runOf(100);
    const [level] = run.levels;
    const scalars = level!.scalars.filter(({ definition }) => definition !== 'ttfa_p95');
    return side === 'new' && nth > 0 ? { ...run, levels: [{ ...level!, scalars }] } : run;
  });
  expect(outcome.verdict).toBe('inconclusive');
});
