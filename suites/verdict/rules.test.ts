import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Blame, Gate, Outcome } from '../record/outcome.ts';
import type { Result } from '../record/result.ts';
import type { Suspect } from '../record/suspect.ts';
import { checkOf, planOf } from '../testing/plans.ts';
import { type Case, caseOf as caseOfPlan, judge } from './rules.ts';

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
  notGoodBefore: [],
  cutShort: null,
  rollback: planOf().rollback,
  command: 'helm rollback cartesia 1 -n cartesia',
  uninstall: null,
  ...over,
});

const never = { ...planOf().rollback, policy: 'never' as const };
const firstInstall = { ...planOf().rollback, target: null };
const boundary = { ...planOf().rollback, withheld: 'chart 2 cannot go back to chart 1' };
const network: Suspect = {
  kind: 'network',
  object: 'Network/load',
  words: 'round trip 41 ms, 0.3 ms before',
};
const throttled: Suspect = {
  kind: 'cpu-throttling',
  object: 'Pod/tts-0',
  words: 'held back 40 % of the time',
};
const slow = resultOf('fail', { suite: 'bench', check: 'bench.tts.8/ttfa_p50.regression' });
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
    ['a benchmark', caseOf([ok, slow]), 'fail', 'rollback', 'release'],
    [
      'a benchmark with a suspect',
      caseOf([ok, { ...slow, suspects: [network] }]),
      'inconclusive',
      'hold',
      'environment',
    ],
    [
      'a benchmark with a suspect, beside a failure without one',
      caseOf([ok, { ...slow, suspects: [network] }, bad]),
      'fail',
      'rollback',
      'release',
    ],
    ['no suspect at all', caseOf([ok, { ...slow, suspects: [] }]), 'fail', 'rollback', 'release'],
    [
      'a benchmark after a state that was not good',
      caseOf([ok, slow], { notGoodBefore: ['pods-ready'] }),
      'inconclusive',
      'hold',
      'unknown',
    ],
    [
      'a soak after a state that was not good',
      caseOf([ok, { ...slow, suite: 'soak' }], { notGoodBefore: ['pods-ready'] }),
      'inconclusive',
      'hold',
      'unknown',
    ],
    [
      'any other failure after a state that was not good',
      caseOf([ok, bad], { notGoodBefore: ['pods-ready'] }),
      'fail',
      'rollback',
      'release',
    ],
    [
      'an environment beside what failed before',
      caseOf([ok, bad, resultOf('fail', { blames: 'environment', check: 'dns' })], {
        failedBefore: [bad.check],
      }),
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
    [
      'nothing that decides has passed',
      caseOf([resultOf('skip'), resultOf('pass', { gate: 'advisory' })], { allowedSkips: ['check-skip'] }),
      'inconclusive',
      'hold',
      'unknown',
    ],
    [
      'a preflight with a suspect',
      caseOf([ok, { ...slow, suspects: [network] }], { purpose: 'preflight' }),
      'fail',
      'hold',
      'environment',
    ],
    ['cut short', caseOf([ok, bad], { cutShort: 'superseded' }), 'inconclusive', 'hold', 'unknown'],
  ] as const)('%s', (_, given, verdict, decision, blame) => {
    expect(judge(given)).toMatchObject({ verdict, decision, blame });
  });
});

const outcomes: readonly Outcome[] = ['pass', 'skip', 'inconclusive', 'fail'];
/** What is rare, so that most cases are near the line between two verdicts. */
const rarely = <T>(rare: fc.Arbitrary<T>, usual: T) =>
  fc.oneof({ weight: 1, arbitrary: rare }, { weight: 3, arbitrary: fc.constant(usual) });
const anyResult = fc
  .record({
    outcome: fc.constantFrom(...outcomes),
    gate: rarely(fc.constant<Gate>('advisory'), 'blocking'),
    blames: rarely(fc.constant<Blame>('environment'), 'release'),
    suite: fc.constantFrom('verify', 'bench'),
    check: fc.constantFrom('a', 'b', 'c'),
    suspects: rarely(fc.subarray([network, throttled]), []),
  })
  .map(({ outcome, ...over }) => resultOf(outcome, over));
const mostlyGood = anyResult.chain((one) => rarely<Result>(fc.constant(one), { ...one, outcome: 'pass' }));
const anyCase = fc
  .record({
    purpose: rarely(fc.constantFrom<Case['purpose']>('preflight', 'go-live'), 'trial'),
    results: fc.array(mostlyGood, { maxLength: 8 }),
    failedBefore: rarely(fc.subarray(['a', 'b', 'c']), []),
    notGoodBefore: rarely(fc.subarray(['a', 'b', 'd']), []),
    allowedSkips: fc.subarray(['a', 'b', 'c']),
    cutShort: rarely<string | null>(fc.constant('superseded'), null),
  })
  .map(({ results, ...over }) => caseOf(results, over));
const place = fc.nat({ max: 7 });

/** `pass` is better than `inconclusive`, which is better than `fail`. */
const worseOf = (of: Case): number => ['pass', 'inconclusive', 'fail'].indexOf(judge(of).verdict);
const changed = (of: Case, at: number, change: (result: Result) => Result): Case => ({
  ...of,
  results: of.results.map((result, index) => (index === at % of.results.length ? change(result) : result)),
});
const holds = (property: (of: Case, at: number, other: Result) => void) =>
  fc.assert(fc.property(anyCase, place, anyResult, property), { numRuns: 2000 });

describe('the verdict rules, by property', () => {
  test('one more result against a release never makes its verdict better', () => {
    holds((given, _, more) => {
      fc.pre(more.outcome !== 'pass');
      const with_ = { ...given, results: [...given.results, more], owed: given.owed + 1 };
      expect(worseOf(with_)).toBeGreaterThanOrEqual(worseOf(given));
    });
  });

  test('nor does a result that turns out worse', () => {
    holds((given, at, { outcome }) => {
      const worse = changed(given, at, (result) => {
        fc.pre(outcomes.indexOf(outcome) > outcomes.indexOf(result.outcome));
        return { ...result, outcome };
      });
      expect(worseOf(worse)).toBeGreaterThanOrEqual(worseOf(given));
    });
  });

  test('removing results never makes a pass', () => {
    holds((given, at) => {
      fc.pre(given.results.length > 0);
      const results = given.results.toSpliced(at % given.results.length, 1);
      expect(judge({ ...given, results }).verdict).not.toBe('pass');
    });
  });

  test('a suspect makes no verdict worse, and none a pass', () => {
    holds((given, at) => {
      const suspected = changed(given, at, (result) => ({
        ...result,
        suspects: [...(result.suspects ?? []), network],
      }));
      expect(worseOf(suspected)).toBeLessThanOrEqual(worseOf(given));
      if (judge(given).verdict !== 'pass') expect(judge(suspected).verdict).not.toBe('pass');
    });
  });

  test('what failed before makes no verdict worse, and none a pass', () => {
    holds((given, _, { check }) => {
      const known = {
        ...given,
        failedBefore: [...given.failedBefore, check],
        notGoodBefore: [...given.notGoodBefore, check],
      };
      expect(worseOf(known)).toBeLessThanOrEqual(worseOf(given));
      if (judge(given).verdict !== 'pass') expect(judge(known).verdict).not.toBe('pass');
    });
  });

  test('only a failed verdict of a trial rolls back, only a pass promotes', () => {
    holds((given) => {
      const { verdict, decision, blame } = judge(given);
      expect(decision === 'promote').toBe(verdict === 'pass');
      if (decision === 'rollback')
        expect([given.purpose, verdict, blame]).toEqual(['trial', 'fail', 'release']);
    });
  });

  test('order does not matter', () => {
    fc.assert(
      fc.property(
        anyCase.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given.results], { minLength: given.results.length }),
          ),
        ),
        ([given, results]) => {
          const { verdict, decision, blame } = judge(given);
          expect(judge({ ...given, results })).toMatchObject({ verdict, decision, blame });
        },
      ),
    );
  });
});

test('a reason names the suspects with their numbers, so many and no more', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...throttled, object: `Pod/${name}` }));
  const [reason] = judge(caseOf([ok, { ...slow, suspects: [network, ...many] }])).reasons;
  expect(reason).toMatch(
    /not blamed on the release: Network\/load: round trip 41 ms, 0.3 ms before; Pod\/a: .*; 3 more\)$/,
  );
});

test('a benchmark stands on all that failed before, but not on what no release has a part in', () => {
  const checks = [
    checkOf('verify', 'pods-ready'),
    checkOf('verify', 'certificate', { blames: 'environment' }),
  ];
  const failedBefore = ['settled', 'pods-ready', 'certificate', 'bench.tts.8/ttfa_p50.range'];
  const { notGoodBefore } = caseOfPlan(planOf({ checks, failedBefore }), []);
  expect(notGoodBefore).toEqual(['settled', 'pods-ready', 'bench.tts.8/ttfa_p50.range']);
  const [reason] = judge(caseOf([ok, slow], { notGoodBefore })).reasons;
  expect(reason).toMatch(/the state before it was not good, settled, pods-ready, bench\..*range failed\)$/);
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
