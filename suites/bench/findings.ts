import { type Evidence, type Finding, fail, inconclusive, pass } from '../record/finding.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';
import { driftState, median, rangeState, regressionState, valuesOf, wasOutsideBefore } from './states.ts';

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const percent = (share: number): string => `${(Math.abs(share) * 100).toFixed(0)} %`;

function measuresOf(criterion: Criterion, valid: readonly Measured[]) {
  return valid.flatMap((run) => {
    const scalar = run.scalars[criterion.id];
    return scalar ? [{ definition: criterion.definition, unit: criterion.unit, ...scalar }] : [];
  });
}

export function rangeFinding(bench: PlannedBench, criterion: Criterion, valid: readonly Measured[]): Finding {
  const { limit, source } = criterion.expected!;
  const state = rangeState(bench, criterion, valid);
  if (state === 'no data') return inconclusive('too few requests for this number');
  const value = `${number(median(valuesOf(criterion, valid)))} ${criterion.unit}`;
  const bound = `${criterion.better === 'lower' ? 'up to' : 'at least'} ${number(limit)} ${criterion.unit}`;
  const seen = { expected: `${bound} (${source})`, seen: value };
  const before = wasOutsideBefore(bench, criterion) ? '; so were the accepted runs before' : '';
  if (state === 'inside') return pass(`${value}, expected ${bound}`, seen, measuresOf(criterion, valid));
  if (state === 'unconfirmed' && before === '') {
    return inconclusive(
      `${value}, expected ${bound}, but not confirmed by another run`,
      seen,
      measuresOf(criterion, valid),
    );
  }
  return fail(`${value}, expected ${bound}${before}`, seen, measuresOf(criterion, valid));
}

export function regressionFinding(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
): Finding {
  const { state, reason } = regressionState(bench, criterion, valid)!;
  const accepted = bench.baseline!.scalars[criterion.id]!;
  const limit = percent(criterion.minEffect!);
  const smallest = bench.baseline!.smallestEffect?.[criterion.id] ?? 0;
  // What was found is certain whatever the calibration says; what was not found may have been too small to be.
  const blurred =
    smallest > criterion.minEffect! && state !== 'regressed'
      ? `; the limit of ${limit} is below what the noise of this cluster lets one find, which is ${percent(smallest)}`
      : '';
  return comparison(state, `${reason}${blurred}`, criterion, valid, {
    expected: `${number(median(accepted))} ${criterion.unit}, median of ${accepted.length} runs (${bench.baseline!.origin}); limit ${limit} worse`,
  });
}

export function driftFinding(
  bench: PlannedBench,
  criterion: Criterion,
  anchor: number,
  valid: readonly Measured[],
): Finding {
  const { verdict, reason } = driftState(bench, criterion, valid)!;
  const crept = verdict === 'regressed' ? ': it crept up over many releases, of which none may show it' : '';
  return comparison(verdict, `${reason}${crept}`, criterion, valid, {
    expected: `${number(anchor)} ${criterion.unit}, the first accepted run; limit ${percent(criterion.minEffect!)} worse`,
  });
}

function comparison(
  state: string,
  reason: string,
  criterion: Criterion,
  valid: readonly Measured[],
  evidence: Required<Pick<Evidence, 'expected'>>,
): Finding {
  const values = valuesOf(criterion, valid);
  const seen =
    values.length > 0
      ? `${values.map(number).join(', ')} ${criterion.unit} in ${values.length} runs`
      : 'nothing';
  const found = { regressed: fail, pass, improved: pass }[state] ?? inconclusive;
  return found(reason, { ...evidence, seen }, measuresOf(criterion, valid));
}
