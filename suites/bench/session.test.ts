import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benchOf, journalOf, measuredEntry } from '../testing/plans.ts';
import { benchResults } from './results.ts';
import { nextMeasurement } from './session.ts';

const outcomes = (...entries: Parameters<typeof journalOf>) =>
  Object.fromEntries(
    benchResults(benchOf(), journalOf(...entries)).map(({ check, outcome }) => [
      check.split('.').at(-1),
      outcome,
    ]),
  );

describe('what to measure next', () => {
  test('a first run, then nothing more when it is as good as the accepted ones', () => {
    expect(nextMeasurement(benchOf(), [])).toEqual({ run: 1 });
    expect(nextMeasurement(benchOf(), journalOf(measuredEntry(1, 120)))).toBeNull();
  });

  test('a second run when the first speaks against the release', () => {
    expect(nextMeasurement(benchOf(), journalOf(measuredEntry(1, 157)))).toEqual({ run: 2 });
    expect(nextMeasurement(benchOf(), journalOf(measuredEntry(1, 157), measuredEntry(2, 155)))).toBeNull();
  });

  test('no third run to confirm the range when a regression is proven', () => {
    const bench = benchOf({
      criteria: benchOf().criteria.map((one) => ({ ...one, expected: { limit: 155, source: 'a table' } })),
    });
    const two = journalOf(measuredEntry(1, 150), measuredEntry(2, 157));
    expect(nextMeasurement(bench, two)).toBeNull();
    expect(nextMeasurement({ ...bench, baseline: null }, two)).toEqual({ run: 3 });
  });

  test('a third run when two disagree about the expected range, and then the majority counts', () => {
    const bench = benchOf({ baseline: null });
    const two = [measuredEntry(1, 160), measuredEntry(2, 120)];
    expect(nextMeasurement(bench, journalOf(...two))).toEqual({ run: 3 });
    const range = (third: number) =>
      benchResults(bench, journalOf(...two, measuredEntry(3, third)))[0]?.outcome;
    expect([range(121), range(159)]).toEqual(['pass', 'fail']);
  });

  test('a void run is measured again, and too many of them end it', () => {
    const bench = benchOf({ voidRuns: 1 });
    expect(nextMeasurement(bench, journalOf(measuredEntry(1, 120, 'void')))).toEqual({ run: 2 });
    expect(
      nextMeasurement(bench, journalOf(measuredEntry(1, 120, 'void'), measuredEntry(2, 120, 'void'))),
    ).toBeNull();
  });
});

test('where no run counted, the reason names what was seen beside them', () => {
  const bench = benchOf({ voidRuns: 0 });
  const held = measuredEntry(1, 120, 'void');
  const reasonOf = (entry: typeof held) => benchResults(bench, journalOf(entry))[0]!.reason;
  expect(reasonOf(held)).toBe('no run counted: the generator was saturated');
  if (held.kind !== 'measured') throw new Error('not measured');
  const words = 'was throttled in 65 % of its CPU periods';
  const suspects = [{ kind: 'cpu-throttling' as const, object: 'Pod/tts-0', words }];
  expect(reasonOf({ ...held, measured: { ...held.measured, suspects } })).toBe(
    `no run counted: the generator was saturated; beside it Pod/tts-0: ${words}`,
  );
});

test('whatever is measured, it ends within the runs that are planned', () => {
  const bench = benchOf();
  const value = fc.option(fc.double({ min: 90, max: 200, noNaN: true }));
  const measured = fc.record({ value, status: fc.constantFrom('valid' as const, 'void' as const) });
  fc.assert(
    fc.property(fc.infiniteStream(measured), (stream) => {
      const entries: ReturnType<typeof measuredEntry>[] = [];
      for (const { value, status } of stream) {
        if (!nextMeasurement(bench, journalOf(...entries))) break;
        entries.push(measuredEntry(entries.length + 1, value, status));
        expect(entries.length).toBeLessThanOrEqual(bench.runs.max + bench.voidRuns + 1);
      }
      expect(benchResults(bench, journalOf(...entries))).toHaveLength(2);
    }),
  );
});

test('a load that a guard ended is not made again', () => {
  const [entry] = journalOf(measuredEntry(1, 120, 'void'));
  if (entry?.kind !== 'measured') throw new Error('not measured');
  const stopped = [{ ...entry, measured: { ...entry.measured, stoppedBy: 'queue', reason: 'the queue' } }];
  expect(nextMeasurement(benchOf(), stopped)).toBeNull();
  expect(benchResults(benchOf(), stopped)[0]).toMatchObject({
    outcome: 'inconclusive',
    reason: 'no run counted: the queue',
  });
});

describe('what the runs say', () => {
  test('as good as before: both findings pass', () => {
    expect(outcomes(measuredEntry(1, 120))).toEqual({ range: 'pass', regression: 'pass' });
  });

  test('31 % slower: regressed, and outside the expected range, as two findings', () => {
    expect(outcomes(measuredEntry(1, 157), measuredEntry(2, 158))).toEqual({
      range: 'fail',
      regression: 'fail',
    });
  });

  test('15 % slower but inside the range: regressed only', () => {
    expect(outcomes(measuredEntry(1, 138), measuredEntry(2, 139))).toEqual({
      range: 'pass',
      regression: 'fail',
    });
  });

  test('a run without enough requests for the number cannot tell', () => {
    const runs = [1, 2, 3].map((run) => measuredEntry(run, null));
    expect(outcomes(...runs)).toEqual({ range: 'inconclusive', regression: 'inconclusive' });
  });

  test('one bad run that no other could confirm cannot tell', () => {
    const runs = [measuredEntry(1, 157), measuredEntry(2, 120, 'void'), measuredEntry(3, 120, 'void')];
    expect(outcomes(...runs)).toEqual({ range: 'inconclusive', regression: 'inconclusive' });
  });

  test('void runs only cannot tell', () => {
    const runs = [1, 2].map((run) => measuredEntry(run, 157, 'void'));
    expect(outcomes(...runs)).toEqual({ range: 'inconclusive', regression: 'inconclusive' });
  });

  test('a range that the accepted runs had left already does not block', () => {
    const before = benchOf({
      baseline: { key: 'k', origin: 'o', scalars: { '8/ttfa_p50': [160, 161, 159, 160] } },
    });
    const range = benchResults(before, journalOf(measuredEntry(1, 160))).find(({ check }) =>
      check.endsWith('range'),
    );
    expect(range).toMatchObject({ outcome: 'fail', gate: 'advisory' });
  });
});
