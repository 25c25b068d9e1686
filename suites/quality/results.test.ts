import { describe, expect, test } from 'vitest';
import { nextStep } from '../engine/next-step.ts';
import { resultsOf } from '../engine/results.ts';
import type { Measure } from '../record/finding.ts';
import { attemptOf, checkOf, journalOf, planOf, settledEntry } from '../testing/plans.ts';
import { caseOf, judge } from '../verdict/rules.ts';
import { acceptedScores } from './accepted.ts';
import { type ScoreId, score } from './score.ts';

const understood = checkOf('smoke', 'speech-understood', { attempts: 1 });
const gate = { share: 0.99, source: "the vendor's gate" };

function plan(definition: ScoreId, accepted: readonly number[], vendors: typeof gate | null = null) {
  const scalars = { [`${understood.check}/${definition}`]: [...accepted] };
  const baseline = { key: 'cartesia-quality', origin: 'accepted runs of this cluster', scalars };
  const quality = { baselineKey: baseline.key, baseline, gate: vendors };
  return planOf({ checks: [understood], bench: [], quality });
}

const passed = (measures?: Measure[]) => ({
  kind: 'checked' as const,
  leg: 'release' as const,
  suite: understood.suite,
  check: understood.check,
  attempt: { ...attemptOf('pass'), ...(measures && { measures }) },
});

const heard = (definition: ScoreId, samples: number, ...values: number[]) =>
  journalOf(settledEntry(), ...values.map((value) => passed([score(definition, value, samples)])));

const alike = Array.from({ length: 8 }, () => 1);

describe('a score against those of accepted runs', () => {
  test.each<[string, ScoreId, readonly number[], number, number[], string, string]>([
    ['all as before', 'cosine_to_recorded', alike, 4, [1], 'pass', 'advisory'],
    ['turned away', 'cosine_to_recorded', alike, 4, [0.97, 0.97], 'fail', 'blocking'],
    [
      'one word of nine lost says nothing',
      'words_right',
      alike,
      9,
      [8 / 9, 8 / 9],
      'inconclusive',
      'advisory',
    ],
    ['most words lost, twice', 'words_right', alike, 40, [0.75, 0.75], 'fail', 'blocking'],
    ['one prompt of four lost', 'prompts_right', alike, 4, [0.75, 0.75], 'inconclusive', 'advisory'],
    ['no words at all, twice', 'words_right', alike, 9, [0, 0], 'fail', 'blocking'],
  ])('%s', (_, definition, accepted, samples, values, outcome, gate) => {
    const of = plan(definition, accepted);
    const journal = heard(definition, samples, ...values);
    expect(resultsOf(of, journal, 'release').at(-1)).toMatchObject({ outcome, gate, suite: 'smoke' });
    expect(judge(caseOf(of, journal)).verdict).toBe(outcome === 'fail' ? 'fail' : 'pass');
  });

  test('a loss that was seen once is looked at again, and what was luck is no fail', () => {
    const of = plan('cosine_to_recorded', alike);
    const once = heard('cosine_to_recorded', 4, 0.97);
    expect(resultsOf(of, once, 'release').at(-1)!.reason).toMatch(/seen once, not confirmed/);
    expect(nextStep(of, once)).toMatchObject({
      do: 'check',
      planned: { check: understood.check },
      attempt: 2,
    });
    const luck = heard('cosine_to_recorded', 4, 0.97, 1);
    expect(nextStep(of, luck)).toMatchObject({ do: 'decide' });
    expect(judge(caseOf(of, luck)).verdict).toBe('pass');
    expect(nextStep(of, heard('cosine_to_recorded', 4, 1))).toMatchObject({ do: 'decide' });
  });

  test("the vendor's gate fails what the noise would hide, but no single word", () => {
    const noisy = [0.7, 1, 0.75, 1, 0.72, 0.98];
    const below = heard('words_right', 40, 0.8, 0.8);
    expect(resultsOf(plan('words_right', noisy), below, 'release').at(-1)!.outcome).toBe('inconclusive');
    expect(resultsOf(plan('words_right', noisy, gate), below, 'release').at(-1)).toMatchObject({
      outcome: 'fail',
      reason: "words understood: 80 %, below 99 % of the accepted 86.5 % (the vendor's gate)",
    });
    const oneWord = heard('words_right', 9, 8 / 9, 8 / 9);
    expect(resultsOf(plan('words_right', alike, gate), oneWord, 'release').at(-1)!.outcome).toBe(
      'inconclusive',
    );
  });

  test('a check that gave no score leaves the comparison out, and holds nobody', () => {
    const of = plan('words_right', alike);
    const journal = journalOf(settledEntry(), passed());
    expect(resultsOf(of, journal, 'release').at(-1)).toMatchObject({ outcome: 'skip', gate: 'advisory' });
    expect(judge(caseOf(of, journal)).verdict).toBe('pass');
  });
});

test('the scores of what passed are accepted, by check and score', () => {
  const of = plan('words_right', []);
  const accepted = acceptedScores(resultsOf(of, heard('words_right', 9, 1), 'release'));
  expect(accepted).toMatchObject({
    workload: 'quality',
    status: 'valid',
    scalars: { 'speech-understood/words_right': { value: 1, samples: 9 } },
  });
  expect(acceptedScores([])).toBeNull();
});
