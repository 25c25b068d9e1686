import { describe, expect, it, test } from 'vitest';
import { decide } from './decide.ts';
import { judgeLine } from './judge-case.ts';
import { scalarOf, statisticOf } from './run-scalar.ts';

const accepted = [165, 163.5, 166.2, 164.1, 167, 165.8, 163.9, 165.4];
const metric = { name: 'ttfa_p95', better: 'lower' };
const good = { id: 'a', metric, baseline: accepted, candidate: [164], minEffect: 0.05 };
const judged = (over: object) => judgeLine(JSON.stringify({ ...good, ...over }), {});

describe('a case', () => {
  test.each([
    ['the same', {}, 'pass'],
    ['31 % slower', { candidate: [216] }, 'regressed'],
    ['within a limit of its own', { candidate: [216], minEffect: 0.5 }, 'pass'],
    ['10 % faster', { candidate: [148] }, 'improved'],
    [
      'lower where higher is better',
      { metric: { name: 'chars', better: 'higher' }, candidate: [126] },
      'regressed',
    ],
    ['open, and one more run could tell', { candidate: [171.5] }, 'inconclusive'],
    ['too few accepted runs', { baseline: [165, 164, 163] }, 'inconclusive'],
    ['no accepted runs', { baseline: [] }, 'inconclusive'],
    ['the release was not measured', { candidate: [] }, 'inconclusive'],
    ['no limit given', { minEffect: undefined, candidate: [216] }, 'regressed'],
    ['an id that is a number, fields of others', { id: 7, note: 'x' }, 'pass'],
  ])('%s', (_, over, verdict) => {
    expect(judged(over)).toMatchObject({ id: 'id' in over ? over.id : 'a', verdict });
  });

  it('is worse when positive, whichever way is better', () => {
    const slower = judged({ candidate: [216] });
    const fewer = judged({ metric: { ...metric, better: 'higher' }, candidate: [(165 * 165) / 216] });
    for (const answer of [slower, fewer]) {
      if ('error' in answer) throw new Error(answer.error);
      expect(answer.effect).toBeCloseTo(0.31, 2);
      expect(answer.interval![0]).toBeLessThan(answer.effect!);
      expect(answer.interval![1]).toBeGreaterThan(answer.effect!);
    }
  });

  it('takes a prior of its own before that of all', () => {
    const lucky = { baseline: [165, 165.1, 165.05, 165.02], candidate: [174] };
    const noisy = { s0: 0.05, d0: 20 };
    const all = (over: object) => judgeLine(JSON.stringify({ ...good, ...lucky, ...over }), { prior: noisy });
    expect(judged(lucky)).toMatchObject({ verdict: 'regressed' });
    expect(judged({ ...lucky, prior: noisy })).toMatchObject({ verdict: 'inconclusive' });
    expect(all({})).toMatchObject({ verdict: 'inconclusive' });
    expect(all({ prior: { s0: 0.005, d0: 20 } })).toMatchObject({ verdict: 'regressed' });
    // Worth nothing, it is as if there were none.
    expect(all({ prior: { s0: 0.05, d0: 0 } })).toEqual(judged(lucky));
    expect(judged({ prior: null })).toEqual(judged({}));
  });

  it('says why nothing can be said', () => {
    expect(judged({ baseline: [165, 164, 163] })).toEqual({
      id: 'a',
      verdict: 'inconclusive',
      effect: null,
      interval: null,
      reason: expect.stringContaining('only 3 accepted runs'),
    });
  });

  it('stays JSON where the interval is hopeless', () => {
    const answer = judged({ baseline: [1e-300, 1e300, 1, 1e-300], candidate: [1e300] });
    expect(JSON.stringify(answer)).not.toMatch(/\[null|null\]|"effect":null/);
  });

  it('takes samples as the percentile in the name, beside runs of one number', () => {
    // 20 samples whose 19th is the run's value: all other statistics would be far off.
    const run = (value: number) => [...Array(18).fill(value / 9), value, value * 9];
    const sampled = judged({
      baseline: accepted.map((value, i) => (i % 2 ? value : run(value))),
      candidate: [run(216)],
    });
    const { effect } = decide({ name: 'ttfa_p95', better: 'lower' }, accepted, [216]);
    expect(sampled).toMatchObject({ verdict: 'regressed', effect: expect.closeTo(effect!, 5) });
  });
});

describe('a line that is no case', () => {
  test.each([
    ['{"id":"a",', /^not JSON/],
    ['[1]', /^not a JSON object/],
    ['null', /^not a JSON object/],
    ['{"metric":{}}', /^id must be/],
  ])('%s', (text, error) => {
    expect(judgeLine(text, {})).toEqual({ error: expect.stringMatching(error) });
  });

  test.each([
    [{ metric: undefined }, 'metric must be an object'],
    [{ metric: { name: '', better: 'lower' } }, 'metric.name must be text'],
    [{ metric: { name: 'x', better: 'faster' } }, 'metric.better must be "lower" or "higher", not "faster"'],
    [{ metric: { name: 'x' } }, 'not missing'],
    [{ baseline: 5 }, 'baseline must be a list of runs'],
    [{ candidate: undefined }, 'candidate must be a list of runs'],
    [{ candidate: [[]] }, 'candidate run 1 is empty'],
    [{ baseline: [165, [164, 0]] }, 'baseline run 2, sample 2, must be a number above 0, not 0'],
    [{ candidate: [-1] }, 'candidate run 1 must be a number above 0, not -1'],
    // What NaN becomes in JSON.
    [{ candidate: [[Number.NaN]] }, 'not null'],
    [{ candidate: ['216'] }, 'not "216"'],
    [{ candidate: [[[1]]] }, 'not a list'],
    [{ minEffect: 0 }, 'minEffect must be'],
    [{ minEffect: '5%' }, 'minEffect must be'],
    [{ prior: 0.01 }, 'prior must be an object with s0 and d0, not 0.01'],
    [{ prior: {} }, 'prior.s0 must be a number above 0, not missing'],
    [{ prior: { s0: 0, d0: 8 } }, 'prior.s0 must be a number above 0, not 0'],
    [{ prior: { s0: 0.01, d0: '8' } }, 'prior.d0 must be a number from 0, not "8"'],
    [{ prior: { s0: 0.01, d0: -1 } }, 'prior.d0 must be a number from 0, not -1'],
  ])('%j', (over, says) => {
    expect(judged(over)).toEqual({ id: 'a', error: expect.stringContaining(says) });
  });

  it('knows numbers that JSON can write and no computer hold', () => {
    const text = JSON.stringify(good).replace('[164]', '[1e999]');
    expect(judgeLine(text, {})).toMatchObject({ error: expect.stringContaining('not Infinity') });
  });
});

test.each([
  ['ttfa_p50', 50],
  ['ttfa_p95', 95],
  ['TTFA p99 at 8 streams', 99],
  ['gap_p99_ms', 99],
  ['ttfa_p99.9', 100],
  ['e2e_max', 100],
  ['ttfa_mean', 50.5],
  ['chars_per_second', 50],
  ['gp95u', 50],
  ['nsop', 50],
])('%s of 1 to 100 is %d', (name, expected) => {
  const samples = Float64Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(scalarOf(samples, statisticOf(name))).toBeCloseTo(expected, 9);
});

it('knows the percentile of one sample', () => {
  expect(scalarOf(Float64Array.of(7), statisticOf('ttfa_p99'))).toBe(7);
  expect(scalarOf(Float64Array.of(7), statisticOf('ttfa_p00'))).toBe(7);
});
