import { type Definition, measures, type QuantileName, quantiles } from '../../../load/definitions.ts';
import { decodeHistogram, quantile } from '../../../load/histogram.ts';
import { samplesNeeded } from '../../../load/percentile-warrant.ts';

type ByQuantile<T> = Readonly<Record<QuantileName, T>>;

/**
 * The percentiles of one measure, in its unit; null where there is no sample. `warranted` says which of them the
 * samples can carry (binomial bound), and `needs` how many samples more the others take.
 */
export interface Percentiles extends ByQuantile<number | null> {
  /** The measure's definition id. */
  readonly definition: string;
  readonly unit: string;
  readonly max: number | null;
  readonly samples: number;
  readonly warranted: ByQuantile<boolean>;
  readonly needs: Partial<ByQuantile<number>>;
}

/** Reads them out of a level's histogram. */
export function percentilesOf(id: string, encoded: string | undefined): Percentiles {
  const measure = (measures as Readonly<Record<string, Definition | undefined>>)[id];
  const unit = measure?.unit ?? 'ms';
  const histogram = encoded === undefined ? null : decodeHistogram(encoded);
  const samples = histogram?.totalCount ?? 0;
  const scale = unit === 'ratio' ? 1e6 : 1e3;
  const each = <T>(of: (q: number) => T): ByQuantile<T> =>
    Object.fromEntries(Object.entries(quantiles).map(([name, q]) => [name, of(q)])) as ByQuantile<T>;
  const missing = each((q) => Math.max(0, samplesNeeded(q) - samples));
  return {
    definition: id,
    unit,
    ...each((q) => (histogram && samples > 0 ? quantile(histogram, q) / scale : null)),
    max: histogram && samples > 0 ? histogram.maxValue / scale : null,
    samples,
    warranted: each((q) => samples >= samplesNeeded(q)),
    needs: Object.fromEntries(Object.entries(missing).filter(([, more]) => more > 0)),
  };
}
