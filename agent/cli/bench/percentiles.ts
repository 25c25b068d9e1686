import { type Definition, measures, type QuantileName, quantiles } from '../../../load/definitions.ts';
import { decodeHistogram, quantile } from '../../../load/histogram.ts';
import type { LevelResult } from '../../../load/result.ts';

type ByQuantile<T> = Readonly<Record<QuantileName, T>>;

/**
 * The percentiles of one measure, in its unit; null where there is no sample. `warranted` says which of them the
 * samples can carry (binomial bound), and `needs` how many requests more the others take.
 */
export interface Percentiles extends ByQuantile<number | null> {
  /** The measure's definition id. */
  readonly definition: string;
  readonly unit: string;
  readonly max: number | null;
  readonly samples: number;
  readonly warranted: ByQuantile<boolean>;
  readonly needs: Partial<ByQuantile<number>>;
  /** Between what the true percentile lies: above the first with 95 % confidence, and below the second. */
  readonly bounds: Partial<ByQuantile<readonly [low: number, high: number]>>;
}

/** Reads them out of a level: the values from its histogram, whether they stand from its own word. */
export function percentilesOf(
  id: string,
  level: Pick<LevelResult, 'histograms' | 'scalars' | 'unwarranted'> | undefined,
): Percentiles {
  const measure = (measures as Readonly<Record<string, Definition | undefined>>)[id];
  const unit = measure?.unit ?? 'ms';
  const encoded = level?.histograms[id];
  const histogram = encoded === undefined ? null : decodeHistogram(encoded);
  const samples = histogram?.totalCount ?? 0;
  const scale = unit === 'ratio' ? 1e6 : 1e3;
  const each = <T>(of: (q: number, name: string) => T): ByQuantile<T> =>
    Object.fromEntries(Object.entries(quantiles).map(([name, q]) => [name, of(q, name)])) as ByQuantile<T>;
  const lacking = (name: string) =>
    level?.unwarranted.find(({ definition }) => definition === `${id}_${name}`);
  const some = histogram !== null && samples > 0;
  return {
    definition: id,
    unit,
    ...each((q) => (some ? quantile(histogram, q) / scale : null)),
    max: some ? histogram.maxValue / scale : null,
    samples,
    warranted: each((_, name) => some && lacking(name) === undefined),
    needs: Object.fromEntries(
      Object.keys(quantiles).flatMap((name) => {
        const lack = lacking(name);
        return lack ? [[name, Math.max(1, lack.needs - lack.samples)]] : [];
      }),
    ),
    bounds: Object.fromEntries(
      Object.keys(quantiles).flatMap((name) => {
        const bounds = level?.scalars.find(({ definition }) => definition === `${id}_${name}`)?.bounds;
        return bounds ? [[name, [bounds.low, bounds.high]]] : [];
      }),
    ),
  };
}
