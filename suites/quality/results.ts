import { decide } from '../../load/judge/decide.ts';
import { median } from '../bench/states.ts';
import type { PlannedCheck } from '../engine/plan.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../record/finding.ts';
import type { Attempt, Result } from '../record/result.ts';
import type { PlannedQuality } from './plan.ts';
import { isScore, type ScoreId, scores } from './score.ts';

/** The smallest relative loss that counts; a score is coarser than this where few words or prompts stand behind it. */
const minEffect = 0.01;
/** A score's resolution weighs as much as so many runs' spread: accepted runs that all got 1 have none to tell. */
const resolutionWeight = 20;
/** A loss is believed when it was seen so many times. */
const looks = 2;

interface Compared {
  readonly planned: PlannedCheck;
  readonly score: ScoreId;
  readonly accepted: readonly number[];
}

/** The scores that a plan compares: those that accepted runs had, of checks that are asked again. */
export function comparedScores(
  quality: PlannedQuality | null,
  checks: readonly PlannedCheck[],
): readonly Compared[] {
  return Object.entries(quality?.baseline?.scalars ?? {}).flatMap(([id, accepted]) => {
    const cut = id.lastIndexOf('/');
    const score = id.slice(cut + 1);
    const planned = checks.find(({ check }) => check === id.slice(0, cut));
    return planned && isScore(score) ? [{ planned, score, accepted }] : [];
  });
}

/** True while a check passed by its own bound, but a score of its only attempt speaks against the release. */
export const owesLook = (
  quality: PlannedQuality | null,
  planned: PlannedCheck,
  attempts: readonly Attempt[],
): boolean =>
  attempts.at(-1)?.outcome === 'pass' &&
  attempts.length < looks &&
  comparedScores(quality, [planned]).some(
    (compared) => against(quality!, compared, attempts).state === 'unconfirmed',
  );

/**
 * Scores against those of accepted runs. A loss that is proven decides as the check itself would; a comparison that
 * cannot tell only advises, because the check's own bound has decided already (docs/decisions/0011).
 */
export function qualityResults(
  quality: PlannedQuality | null,
  checks: readonly PlannedCheck[],
  results: readonly Result[],
): Result[] {
  return comparedScores(quality, checks).flatMap((compared) => {
    const { planned, score } = compared;
    const of = results.find(({ check, suite }) => check === planned.check && suite === planned.suite);
    if (!of) return [];
    const { finding } = against(quality!, compared, of.attempts);
    return {
      ...finding,
      suite: planned.suite,
      check: `${planned.check}.${score}`,
      title: `${planned.title}: ${scores[score].title}, against the baseline`,
      gate: finding.outcome === 'fail' ? planned.gate : 'advisory',
      blames: planned.blames,
      attempts: of.attempts.map(({ startedAt, finishedAt }) => ({ ...finding, startedAt, finishedAt })),
    };
  });
}

interface Judged {
  readonly state: 'settled' | 'unconfirmed';
  readonly finding: Finding;
}

function against(
  { gate, baseline }: PlannedQuality,
  { score, accepted }: Compared,
  attempts: readonly Attempt[],
): Judged {
  const { title, resolution } = scores[score];
  const seen = attempts.flatMap(({ measures = [] }) =>
    measures.filter(({ definition }) => definition === score),
  );
  const samples = seen.reduce((most, one) => Math.max(most, one.samples ?? 1), 1);
  const middle = median(accepted);
  const evidence = {
    expected: `${share(middle)}, median of ${accepted.length} accepted runs (${baseline!.origin})`,
    seen: `${seen.map(({ value }) => share(value)).join(', ')} of ${samples}`,
  };
  const settled = (finding: Finding): Judged => ({ state: 'settled', finding });
  if (seen.length === 0) return settled(skip('not scored this time'));

  const best = seen.reduce((most, { value }) => Math.max(most, value), 0);
  const refused = gate && best < gate.share * middle && best < middle - resolution(samples);
  const { verdict, reason } = decide(
    { name: title, better: 'higher' },
    accepted,
    seen.map(({ value }) => Math.max(value, resolution(samples) / 2)),
    { minEffect, maxRuns: looks, prior: { s0: resolution(samples), d0: resolutionWeight } },
  );
  if (refused || verdict === 'regressed') {
    const words = refused
      ? `${title}: ${share(best)}, below ${share(gate.share)} of the accepted ${share(middle)} (${gate.source})`
      : reason;
    return seen.length < looks
      ? { state: 'unconfirmed', finding: inconclusive(`${words}; seen once, not confirmed`, evidence) }
      : settled(fail(words, evidence));
  }
  return settled(
    verdict === 'pass' || verdict === 'improved' ? pass(reason, evidence) : inconclusive(reason, evidence),
  );
}

const share = (value: number): string => `${Number((value * 100).toPrecision(4))} %`;
