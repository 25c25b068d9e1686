import type { JudgedMetric } from './decide.ts';
import type { SpreadPrior } from './moderate.ts';
import { type Statistic, scalarOf, statisticOf } from './run-scalar.ts';

/** One case of `seatrial judge`, each run come down to its scalar. */
export type JudgeCase = {
  readonly id: string | number;
  readonly metric: JudgedMetric;
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly minEffect?: number;
  /** What is known of this metric's spread besides its baseline. */
  readonly prior?: SpreadPrior;
};

/** Why a line is no case, with the `id` where it has one that can be read. */
export type Malformed = { readonly error: string; readonly id?: string | number };

/**
 * Reads one line:
 * `{"id":"…","metric":{"name":"ttfa_p95","better":"lower"},"baseline":[[…],…],"candidate":[[…],…],"minEffect":0.05}`.
 * A run is a list of samples or one number, its scalar; the baseline's come first to last. `minEffect` may be left
 * out, and so may `"prior":{"s0":0.01,"d0":8}`; fields that are not known are not looked at. Written by hand and not as a schema, because a line may hold
 * 100,000 samples and its error should name the run and the sample.
 */
export function readCase(text: string): JudgeCase | Malformed {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    return { error: `not JSON: ${(error as Error).message}` };
  }
  if (!isObject(line)) return { error: 'not a JSON object' };
  const id = isId(line.id) ? line.id : undefined;
  try {
    if (id === undefined) throw new Wrong('id must be text or a number');
    const metric = metricOf(line.metric);
    const statistic = statisticOf(metric.name);
    return {
      id,
      metric,
      baseline: scalarsOf('baseline', line.baseline, statistic),
      candidate: scalarsOf('candidate', line.candidate, statistic),
      ...minEffectOf(line.minEffect),
      ...priorOf(line.prior),
    };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { error: error.message, ...(id !== undefined && { id }) };
  }
}

class Wrong extends Error {}

function metricOf(metric: unknown): JudgedMetric {
  if (!isObject(metric)) throw new Wrong('metric must be an object with name and better');
  const { name, better } = metric;
  if (typeof name !== 'string' || name === '') throw new Wrong('metric.name must be text');
  if (better !== 'lower' && better !== 'higher')
    throw new Wrong(`metric.better must be "lower" or "higher", not ${shown(better)}`);
  return { name, better };
}

function minEffectOf(value: unknown): { minEffect?: number } {
  if (value === undefined || value === null) return {};
  if (!isNumber(value) || value <= 0)
    throw new Wrong(`minEffect must be a number above 0, such as 0.05, not ${shown(value)}`);
  return { minEffect: value };
}

function priorOf(value: unknown): { prior?: SpreadPrior } {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new Wrong(`prior must be an object with s0 and d0, not ${shown(value)}`);
  const { s0, d0 } = value;
  if (!isNumber(s0) || s0 <= 0) throw new Wrong(`prior.s0 must be a number above 0, not ${shown(s0)}`);
  if (!isNumber(d0) || d0 < 0) throw new Wrong(`prior.d0 must be a number from 0, not ${shown(d0)}`);
  return { prior: { s0, d0 } };
}

function scalarsOf(side: string, runs: unknown, statistic: Statistic): number[] {
  if (!Array.isArray(runs)) throw new Wrong(`${side} must be a list of runs`);
  return runs.map((run: unknown, index) => {
    if (!Array.isArray(run)) return positive(run, () => `${side} run ${index + 1}`);
    if (run.length === 0) throw new Wrong(`${side} run ${index + 1} is empty`);
    const where = (sample: number) => `${side} run ${index + 1}, sample ${sample + 1},`;
    const samples = Float64Array.from(run, (value, sample) => positive(value, () => where(sample)));
    return scalarOf(samples, statistic);
  });
}

/** Times and rates are compared by their ratio, so zero can only be something that was not measured. */
function positive(value: unknown, where: () => string): number {
  if (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new Wrong(`${where()} must be a number above 0, not ${shown(value)}`);
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const isId = (value: unknown): value is string | number => typeof value === 'string' || isNumber(value);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Short, whatever it was. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'number' ? String(value) : JSON.stringify(value).slice(0, 40);
}
