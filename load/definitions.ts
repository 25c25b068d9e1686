import type { Definition, Measure } from './definitions/definition.ts';
import { type MeasureId, measures } from './definitions/measures.ts';
import { type RateId, rates } from './definitions/rates.ts';

export type { Definition, Measure, Unit } from './definitions/definition.ts';
export { type MeasureId, measures } from './definitions/measures.ts';
export { type RateId, rates, type ThroughputId } from './definitions/rates.ts';

/** The percentiles that a result may hold, if enough samples warrant them. */
export const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;
export type QuantileName = keyof typeof quantiles;

export type DefinitionId = `${MeasureId}_${QuantileName}` | `${MeasureId}_max` | RateId;

const percentileRows = Object.values<Measure>(measures).flatMap((measure) => [
  ...Object.keys(quantiles).map((name) => ({
    ...measure,
    id: `${measure.id}_${name}`,
    title: `${measure.title}, ${name}`,
    formula: `${name} (nearest rank) over requests started in the window of: ${measure.formula}`,
  })),
  {
    ...measure,
    id: `${measure.id}_max`,
    title: `${measure.title}, worst`,
    formula: `largest of: ${measure.formula}`,
  },
]);

/** Every definition that can stand in a result, by id. */
export const definitions: ReadonlyMap<string, Definition> = new Map(
  [...percentileRows, ...Object.values(rates)].map((row) => [row.id, row]),
);
