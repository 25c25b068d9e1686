import { describe, expect, test, vi } from 'vitest';
import { benchOf, measuredEntry } from '../testing/plans.ts';
import { type CalibratedWorkload, calibrate, commonPrior } from './calibrate.ts';
import { calibration } from './calibration.ts';
import { nextCalibrationRun } from './calibration-session.ts';
import { troubleWith } from './calibration-words.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';

// Simulations, which other work on the machine may slow down.
vi.setConfig({ testTimeout: 30_000 });

const [first] = benchOf().criteria;
const criterion = (id: string, over: Partial<Criterion> = {}): Criterion => ({
  ...first!,
  id,
  title: id,
  minEffect: 0.1,
  ...over,
});
const bench: PlannedBench = benchOf({
  criteria: [
    criterion('p50'),
    criterion('p95'),
    criterion('rate', { better: 'higher' }),
    criterion('gap', { primary: false }),
    criterion('errors', { minEffect: null }),
  ],
});

const alone: PlannedBench = { ...bench, criteria: [criterion('p50')] };

const run = (nth: number, scalars: Record<string, number>, over: Partial<Measured> = {}): Measured => ({
  ...measuredOf(nth),
  scalars: Object.fromEntries(Object.entries(scalars).map(([id, value]) => [id, { value, samples: 300 }])),
  ...over,
});
const measuredOf = (nth: number): Measured => {
  const entry = measuredEntry(nth, null);
  if (entry.kind !== 'measured') throw new Error('not measured');
  return entry.measured;
};

/** Noise of mean 0 and SD 1 without a pattern, wherever it begins. */
const noise = [0.5, -1.2, 1.4, -0.3, -0.9, 1.1, -0.6, 0.9, -1.3, 0.4].map((value) => value / 0.9877);

/** Ten A/A runs; every criterion has the spread, and `p95` may drift by so much from run to run. */
const runs = (spread: number, drift = 0): Measured[] =>
  noise.map((_, i) => {
    const of = (centre: number, from: number) => centre * Math.exp(spread * noise[(i + from) % 10]!);
    return run(i + 1, {
      p50: of(120, 0),
      p95: of(160, 3) * Math.exp(drift * i),
      rate: of(400, 5),
      gap: of(20, 8),
      errors: 0,
    });
  });
const statesOf = ({ criteria }: CalibratedWorkload) =>
  Object.fromEntries(criteria.map(({ criterion: { id }, state }) => [id, state]));

describe('what A/A runs say', () => {
  test('steady runs of a small spread hold the thresholds, and make a prior', () => {
    const found = calibrate(bench, runs(0.01));
    expect(found.criteria.map(({ state }) => state)).toEqual(['held', 'held', 'held', 'held']);
    expect(found.criteria.map(troubleWith)).toEqual([null, null, null, null]);
    expect(calibration.parse(found.calibration)).toEqual(found.calibration);
    const { prior, criteria } = found.calibration!;
    expect(prior).toEqual({ s0: expect.closeTo(0.0106, 4), d0: 9 });
    expect(commonPrior([found])).toEqual(prior);
    expect(Object.keys(criteria)).toEqual(['p50', 'p95', 'rate', 'gap']);
    for (const { smallestEffect } of Object.values(criteria)) expect(smallestEffect).toBeLessThan(0.1);
  });

  test('a threshold below what can be found is refused, with what would help', () => {
    const found = (asked: number) => calibrate(alone, runs(0.01), asked).criteria[0]!;
    const says = troubleWith(found(0.03))!;
    expect(says).toMatch(
      /^refused: p50: a threshold of 3 % is below what 3 runs against 10 accepted ones can find: runs of this release differ by 1 % \(0\.7 % to 1\.8 %\), and .*; ask for at least \d\.\d %, or measure longer, until they differ by no more than 0\.\d %, or allow 5 runs of a release \(then \d\.\d %\), or compare with 20 accepted runs \(then \d\.\d %\)$/,
    );
    const [least, longer, more, older] = [...says.matchAll(/([\d.]+) %(?=,|\))/g)]
      .slice(-4)
      .map(([, n]) => Number(n));
    expect(found(least! / 100).state).toBe('held');
    expect(more).toBeLessThan(least!);
    expect(older).toBeLessThan(least!);
    expect(calibrate(alone, runs(longer! / 100), 0.03).criteria[0]!.state).toBe('held');
  });

  test.each<[what: string, asked: number, says: RegExp]>([
    ['one that a pass cannot rule out', 0.01, /in five releases that have not changed would be held/],
    ['one that only a regression cannot prove', 0.03, /in five releases that are 3 % worse would be held/],
  ])('the sentence says which verdicts would be missing: %s', (_, asked, says) => {
    expect(troubleWith(calibrate(alone, runs(0.01), asked).criteria[0]!)).toMatch(says);
  });

  test('where runs differ without end, no threshold is proposed', () => {
    expect(troubleWith(calibrate(alone, runs(0.5)).criteria[0]!)).toMatch(/no threshold at all/);
  });

  test('a criterion that drifts is not calibrated, and no part of the prior', () => {
    const found = calibrate(bench, runs(0.01, 0.02));
    expect(statesOf(found)).toEqual({ p50: 'held', p95: 'unsteady', rate: 'held', gap: 'held' });
    expect(troubleWith(found.criteria[1]!)).toMatch(/not steady; it drifts: .* higher from the first of 10/);
    expect(found.calibration!.criteria.p95!.unsteady).toMatch(/it drifts/);
    const others = { ...bench, criteria: bench.criteria.filter(({ id }) => id !== 'p95') };
    expect(found.calibration!.prior).toEqual(calibrate(others, runs(0.01)).calibration!.prior);
  });

  test('runs that do not count, numbers that are missing and zeros calibrate nothing', () => {
    const seven = [...runs(0.01).slice(0, 7), run(8, { p50: 500 }, { status: 'void' })];
    expect(calibrate(bench, seven).calibration).toBeNull();
    const withoutP95 = runs(0.01).map((one, i) =>
      i < 3 ? { ...one, scalars: { ...one.scalars, p95: { value: 0, samples: 3 } } } : one,
    );
    const found = calibrate(bench, withoutP95);
    expect(statesOf(found)).toMatchObject({ p50: 'held', p95: 'unknown' });
    expect(troubleWith(found.criteria[1]!)).toMatch(/too few runs had enough/);
  });
});

describe('what to measure next', () => {
  const other = benchOf({ workload: 'stt' });
  const of = (workload: string, nth: number, over: Partial<Measured> = {}): Measured => ({
    ...measuredOf(nth),
    workload,
    ...over,
  });

  test('one workload after another, until each has as many valid runs as wanted', () => {
    const measured: Measured[] = [];
    const asked: string[] = [];
    for (;;) {
      const step = nextCalibrationRun([bench, other], measured, 2);
      if (!('bench' in step)) break;
      const { workload } = step.bench;
      asked.push(`${workload} ${step.run}`);
      measured.push(of(workload, step.run, { status: asked.length === 3 ? 'void' : 'valid' }));
    }
    expect(asked).toEqual(['tts 1', 'stt 1', 'tts 2', 'stt 2', 'tts 3']);
    expect(nextCalibrationRun([bench, other], measured, 2)).toEqual({ done: true });
    // More are wanted later: they come after those that are there.
    expect(nextCalibrationRun([bench], measured, 3)).toEqual({ bench, run: 4 });
  });

  test('too many void runs end it, and so does a guard, at once', () => {
    const lost = (nth: number) => of('tts', nth, { status: 'void', reason: 'pods changed' });
    const voids = Array.from({ length: 5 }, (_, i) => lost(i + 1));
    expect(nextCalibrationRun([bench], voids.slice(0, 4), 8)).toMatchObject({ run: 5 });
    expect(nextCalibrationRun([bench], voids, 8)).toEqual({
      ended: 'tts: 5 of 5 runs did not count, the last: pods changed',
    });
    const hurt = [of('tts', 1), { ...lost(2), reason: 'the queue was full', stoppedBy: 'queue' }];
    expect(nextCalibrationRun([bench, other], hurt, 8)).toEqual({ ended: 'tts: the queue was full' });
  });
});
