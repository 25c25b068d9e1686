import { describe, expect, test } from 'vitest';
import type { Suspect } from '../record/suspect.ts';
import { benchOf, journalOf, measuredEntry } from '../testing/plans.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';
import { benchResults } from './results.ts';

const [first] = benchOf().criteria as [Criterion];
const baseline = benchOf().baseline!;
const accepted = baseline.scalars[first.id]!;

/** Runs of a benchmark of one criterion or several, by the criterion's name; null: too few requests for it. */
function runsOf(...runs: Readonly<Record<string, number | null>>[]) {
  return runs.map((run, index) => {
    const [entry] = journalOf(measuredEntry(index + 1, null));
    if (entry?.kind !== 'measured') throw new Error('not measured');
    const scalars = Object.entries(run).flatMap(([name, value]) =>
      value === null ? [] : [[`8/${name}`, { value, samples: 300 }] as const],
    );
    return { ...entry, measured: { ...entry.measured, scalars: Object.fromEntries(scalars) } };
  });
}

const family = (names: readonly string[], over: Partial<PlannedBench> = {}): PlannedBench =>
  benchOf({
    criteria: names.map((name) => ({ ...first, id: `8/${name}`, title: name, expected: null })),
    baseline: { ...baseline, scalars: Object.fromEntries(names.map((name) => [`8/${name}`, accepted])) },
    ...over,
  });

const found = (bench: PlannedBench, journal: ReturnType<typeof runsOf>, check: string) =>
  benchResults(bench, journal).find((one) => one.check.endsWith(check))!;

describe('criteria that decide', () => {
  const noisy = [100, 106, 95, 103, 97, 104, 96, 101];
  const bench = (names: readonly string[]) =>
    family(names, {
      baseline: { ...baseline, scalars: Object.fromEntries(names.map((name) => [`8/${name}`, noisy])) },
    });
  const same = { b: 100, c: 100, d: 100, e: 100 };

  test('are judged together: what is certain of one alone may be luck among five', () => {
    const alone = runsOf({ a: 113 }, { a: 114 }, { a: 112 });
    expect(found(bench(['a']), alone, 'a.regression').outcome).toBe('fail');
    const five = runsOf({ a: 113, ...same }, { a: 114, ...same }, { a: 112, ...same });
    expect(found(bench(['a', 'b', 'c', 'd', 'e']), five, 'a.regression')).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('among 5 metrics'),
    });
  });

  test('stand for themselves where a run had too few requests for another', () => {
    const journal = runsOf({ a: 130, b: 100 }, { a: 131, b: null });
    const of = (check: string) => found(bench(['a', 'b']), journal, check);
    expect(of('a.regression').outcome).toBe('fail');
    expect(of('b.regression')).toMatchObject({
      outcome: 'inconclusive',
      reason: 'a run had too few requests for this number',
    });
  });
});

test('a criterion that some run lacks makes it no easier to condemn another', () => {
  const noisy = { ...baseline, scalars: { '8/a': [100, 106, 95, 103, 97, 104, 96, 101], '8/b': accepted } };
  const bench = family(['a', 'b'], { baseline: noisy });
  const a = [{ a: 111.8 }, { a: 112.8 }, { a: 110.8 }];
  const regression = (b: number | null) =>
    found(bench, runsOf(...a.map((run, index) => ({ ...run, b: index === 0 ? b : 200 }))), 'a.regression')
      .outcome;
  expect([regression(200), regression(null)]).toEqual(['fail', 'inconclusive']);
});

test('what this cluster is known for counts: a lucky baseline condemns nobody', () => {
  const lucky = { ...baseline, scalars: { '8/a': [100, 100.1, 100, 100.1] } };
  const journal = runsOf({ a: 112 }, { a: 112 }, { a: 112 });
  expect(found(family(['a'], { baseline: lucky }), journal, 'regression').outcome).toBe('fail');
  const known = { ...lucky, prior: { s0: 0.06, d0: 20 } };
  expect(found(family(['a'], { baseline: known }), journal, 'regression').outcome).toBe('inconclusive');
});

test('a limit below the noise is said, but not of what was found', () => {
  const bench = family(['a'], {
    baseline: { ...baseline, scalars: { '8/a': accepted }, smallestEffect: { '8/a': 0.14 } },
  });
  const says = 'the limit of 10 % is below what the noise of this cluster lets one find, which is 14 %';
  expect(found(bench, runsOf({ a: 120 }), 'regression').reason).toContain(says);
  expect(found(bench, runsOf({ a: 150 }, { a: 151 }), 'regression')).toMatchObject({
    outcome: 'fail',
    reason: expect.not.stringContaining(says),
  });
  const fine = family(['a'], { baseline: { ...bench.baseline!, smallestEffect: { '8/a': 0.08 } } });
  expect(found(fine, runsOf({ a: 120 }), 'regression').reason).not.toContain('noise');
});

describe('the anchor', () => {
  const anchored = (value: number) =>
    family(['a'], { baseline: { ...baseline, scalars: { '8/a': accepted }, anchor: { '8/a': value } } });

  test.each([
    ['as the first accepted run', 119, 'pass'],
    ['crept up by a fifth over many releases', 100, 'fail'],
    ['by as much as one run may be off', 111.7, 'inconclusive'],
  ] as const)('%s', (_, anchor, outcome) => {
    const journal = runsOf({ a: 120 });
    // No single release shows it, and it never decides.
    expect(found(anchored(anchor), journal, 'regression').outcome).toBe('pass');
    expect(found(anchored(anchor), journal, 'drift')).toMatchObject({ outcome, gate: 'advisory' });
  });

  test('is named in the reason', () => {
    expect(found(anchored(100), runsOf({ a: 120 }), 'drift').reason).toMatch(
      /^a is 20 % worse \(1\d % to 2\d %\) than the anchor, an accepted run of long ago, by 1 run; limit 10 %: it crept up/,
    );
  });
});

describe('suspects', () => {
  const pressed = (node: string, words: string): Suspect => ({
    kind: 'node-pressure',
    object: `Node/${node}`,
    words,
  });
  const journal = (value: number, ...suspects: Suspect[][]) =>
    runsOf(...suspects.map(() => ({ ttfa_p50: value }))).map((entry, index) => ({
      ...entry,
      measured: {
        ...entry.measured,
        suspects: suspects[index]!,
        controls: { network_rtt_p50_ms: 41 },
      } satisfies Measured,
    }));
  const bench = benchOf({ baseline: { ...baseline, controls: { network_rtt_p50_ms: [0.3] } } });

  test('of all runs that count stand beside both findings that fail, each once, the network first', () => {
    const results = benchResults(
      bench,
      journal(160, [pressed('a', 'once')], [pressed('a', 'twice'), pressed('b', 'once')]),
    );
    const network = expect.objectContaining({ kind: 'network', words: expect.stringContaining('41 ms') });
    expect(results.map(({ outcome, suspects }) => [outcome, suspects])).toEqual([
      ['fail', [network, pressed('a', 'twice'), pressed('b', 'once')]],
      ['fail', [network, pressed('a', 'twice'), pressed('b', 'once')]],
    ]);
  });

  test('are left out where nothing fails', () => {
    for (const result of benchResults(bench, journal(120, [pressed('a', 'once')])))
      expect(result.suspects).toBeUndefined();
  });

  test('are bounded', () => {
    const many = Array.from({ length: 10 }, (_, i) => pressed(`n${i}`, 'x'));
    const [range] = benchResults(bench, journal(160, many, [pressed('other', 'x')]));
    expect(range!.suspects).toHaveLength(10);
  });
});
