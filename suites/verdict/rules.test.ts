import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../record/outcome.ts';
import type { Result } from '../record/result.ts';
import { planOf } from '../testing/plans.ts';
import { type Case, judge } from './rules.ts';

const resultOf = (outcome: Outcome, over: Partial<Result> = {}): Result => ({
  suite: 'verify',
  check: `check-${outcome}`,
  title: `title ${outcome}`,
  gate: 'blocking',
  blames: 'release',
  outcome,
  reason: outcome,
  attempts: [],
  ...over,
});

const caseOf = (results: Result[], over: Partial<Case> = {}): Case => ({
  purpose: 'trial',
  results,
  owed: results.length,
  failedBefore: [],
  allowedSkips: [],
  suspects: [],
  cutShort: null,
  rollback: planOf().rollback,
  command: 'helm rollback cartesia 1 -n cartesia',
  uninstall: null,
  ...over,
});

const never = { ...planOf().rollback, policy: 'never' as const };
const firstInstall = { ...planOf().rollback, target: null };
const boundary = { ...planOf().rollback, withheld: 'chart 2 cannot go back to chart 1' };
const ok = resultOf('pass');
const bad = resultOf('fail');

describe('the verdict rules, by table', () => {
  test.each([
    ['all passed', caseOf([ok, ok]), 'pass', 'promote', 'nobody'],
    [
      'an advisory failure only tells',
      caseOf([ok, resultOf('fail', { gate: 'advisory' })]),
      'pass',
      'promote',
      'nobody',
    ],
    ['a blocking failure of the release', caseOf([ok, bad]), 'fail', 'rollback', 'release'],
    ['policy forbids', caseOf([ok, bad], { rollback: never }), 'fail', 'hold', 'release'],
    ['a first install', caseOf([ok, bad], { rollback: firstInstall }), 'fail', 'hold', 'release'],
    ['a forward-only boundary', caseOf([ok, bad], { rollback: boundary }), 'fail', 'hold', 'release'],
    [
      'the environment failed',
      caseOf([ok, resultOf('fail', { blames: 'environment' })]),
      'inconclusive',
      'hold',
      'environment',
    ],
    [
      'it failed before already',
      caseOf([ok, bad], { failedBefore: [bad.check] }),
      'inconclusive',
      'hold',
      'already failing before',
    ],
    [
      'a suspect in the environment',
      caseOf([ok, bad], { suspects: ['node pressure'] }),
      'inconclusive',
      'hold',
      'environment',
    ],
    ['it could not tell', caseOf([ok, resultOf('inconclusive')]), 'inconclusive', 'hold', 'unknown'],
    ['a skip that nobody allowed', caseOf([ok, resultOf('skip')]), 'inconclusive', 'hold', 'unknown'],
    [
      'a skip that policy allows',
      caseOf([ok, resultOf('skip')], { allowedSkips: ['check-skip'] }),
      'pass',
      'promote',
      'nobody',
    ],
    ['fewer results than planned', caseOf([ok], { owed: 2 }), 'inconclusive', 'hold', 'unknown'],
    ['no results at all', caseOf([], { owed: 0 }), 'inconclusive', 'hold', 'unknown'],
    ['cut short', caseOf([ok, bad], { cutShort: 'superseded' }), 'inconclusive', 'hold', 'unknown'],
  ] as const)('%s', (_, given, verdict, decision, blame) => {
    expect(judge(given)).toMatchObject({ verdict, decision, blame });
  });
});

const rank = { pass: 0, inconclusive: 1, fail: 2 };
const anyResult = fc
  .record({
    outcome: fc.constantFrom<Outcome>('pass', 'fail', 'inconclusive', 'skip'),
    gate: fc.constantFrom('blocking' as const, 'advisory' as const),
    blames: fc.constantFrom('release' as const, 'environment' as const),
    check: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ outcome, ...over }) => resultOf(outcome, over));
const anyCase = fc
  .record({
    results: fc.array(anyResult, { maxLength: 8 }),
    failedBefore: fc.subarray(['a', 'b', 'c']),
    allowedSkips: fc.subarray(['a', 'b', 'c']),
  })
  .map(({ results, ...over }) => caseOf(results, over));

describe('the verdict rules, by property', () => {
  test('evidence against a release never makes its verdict better', () => {
    fc.assert(
      fc.property(anyCase, anyResult, (given, more) => {
        fc.pre(more.outcome !== 'pass');
        const with_ = { ...given, results: [...given.results, more], owed: given.owed + 1 };
        fc.pre(given.results.length > 0);
        expect(rank[judge(with_).verdict]).toBeGreaterThanOrEqual(rank[judge(given).verdict]);
      }),
    );
  });

  test('removing results never makes a pass', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (given, index) => {
        fc.pre(given.results.length > 0);
        const results = given.results.toSpliced(index % given.results.length, 1);
        expect(judge({ ...given, results }).verdict).not.toBe('pass');
      }),
    );
  });

  test('order does not matter', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const turned = judge({ ...given, results: given.results.toReversed() });
        const { verdict, decision, blame } = judge(given);
        expect(turned).toMatchObject({ verdict, decision, blame });
      }),
    );
  });
});

test('a first install that fails names the command that takes it away, and runs none', () => {
  const uninstall = 'helm uninstall cartesia -n cartesia';
  for (const policy of ['never', 'helm'] as const) {
    const judged = judge(
      caseOf([resultOf('fail')], {
        uninstall,
        rollback: { ...planOf().rollback, policy, target: null, withheld: null },
      }),
    );
    expect(judged).toMatchObject({ verdict: 'fail', decision: 'hold' });
    expect(judged.reasons.at(-1)).toContain(`to take it away: ${uninstall}`);
  }
});

test('a preflight fails on whatever is wrong, and never asks for a rollback', () => {
  const judged = judge(caseOf([resultOf('fail', { blames: 'environment' })], { purpose: 'preflight' }));
  expect(judged).toMatchObject({ verdict: 'fail', decision: 'hold', blame: 'environment' });
});
