import type { Measured } from '../bench/plan.ts';
import type { Result } from '../record/result.ts';
import { isScore } from './score.ts';

/** The scores of a run that passed, as its baseline takes them; null where no check gave any. */
export function acceptedScores(results: readonly Result[]): Measured | null {
  const scored = results.filter(
    ({ outcome, measures }) =>
      outcome === 'pass' && measures?.some(({ definition }) => isScore(definition)) === true,
  );
  const first = scored[0]?.attempts[0];
  const last = scored.at(-1)?.attempts.at(-1);
  if (!first || !last) return null;
  const scalars = scored.flatMap(({ check, measures = [] }) =>
    measures
      .filter(({ definition, value }) => isScore(definition) && value > 0)
      .map(({ definition, value, samples = 1 }) => [`${check}/${definition}`, { value, samples }] as const),
  );
  return {
    workload: 'quality',
    run: 1,
    startedAt: first.startedAt,
    finishedAt: last.finishedAt,
    status: 'valid',
    reason: '',
    scalars: Object.fromEntries(scalars),
    curves: {},
    requests: scalars.length,
    errors: 0,
    generatorIdle: null,
  };
}
