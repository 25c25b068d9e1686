import { type AnyCheck, defineCheck } from '../check.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';
import { commonOf } from './common.ts';
import type { Declared } from './definition.ts';

type Comparison = Declared<'promql'>['promql']['is'];

const compares: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** A Prometheus query, and how its value must compare. Nothing, too much, or not a number is inconclusive. */
export function promqlCheck(definition: Declared<'promql'>): AnyCheck {
  const { query, is, value, each } = definition.promql;
  return defineCheck({
    ...commonOf(definition, `Is ${query} ${is} ${value}?`),
    needs: { prometheus: true },
    async run({ prometheus, signal }) {
      if (!prometheus) return inconclusive('no Prometheus is known: name it with settings.prometheus');
      const samples = await prometheus.query(query, signal);
      const expected = `${query} ${is} ${value}`;
      const seen = samples
        .slice(0, 10)
        .map((sample) => `${JSON.stringify(sample.labels)} ${sample.value}`)
        .join('; ');
      if (samples.length === 0) return inconclusive('the query answered nothing', { expected });
      if (samples.length > 1 && !each)
        return inconclusive(`the query answered ${samples.length} series, not one`, { expected, seen });
      if (samples.some((sample) => !Number.isFinite(sample.value)))
        return inconclusive('a value is not a number', { expected, seen });
      const wrong = samples.filter((sample) => !compares[is](sample.value, value));
      return wrong.length === 0
        ? pass(
            samples.length === 1 ? `${samples[0]!.value} ${is} ${value}` : `all ${samples.length} series`,
            {
              expected,
              seen,
            },
          )
        : fail(`${wrong[0]!.value} is not ${is} ${value}`, { expected, seen });
    },
  });
}
