import { mean } from './accepted.ts';
import { seededUniform } from './seeded.ts';
import { type Shape, shapesOf } from './shapes.ts';

/** What is not steady about a series of runs. */
export type Unsteady = {
  readonly pattern: Shape['pattern'];
  /** Probability of so clear a pattern in any of the series where their order means nothing. */
  readonly p: number;
  /** One sentence for a person. */
  readonly words: string;
};

/** Below this order means too little: not one of the patterns could be told from chance. */
export const fewestRunsInOrder = 6;

const shuffles = 999;
const level = 0.05;
/** A pattern that moves the numbers by less than half a percent is no concern, however clear it is. */
const negligible = 0.005;

/**
 * Which series of runs of one release are not steady: a warm-up, a drift or a jump. Each is the scalars of one metric in
 * the order of the runs, null where a run has none; all of the same length, because the same runs made them.
 *
 * The statistic is the largest correlation with any of these shapes. What chance makes of it is found by shuffling the
 * runs, all metrics alike, and the largest of all metrics counts (Westfall and Young, 'Resampling-Based Multiple
 * Testing', 1993): valid for any distribution and any number of runs, and among steady metrics, however alike, one or
 * more is wrongly called unsteady in 5 % of cases. One stray run is no pattern, unless it is the first.
 */
export function unsteadySeries(
  series: Readonly<Record<string, readonly (number | null)[]>>,
): Map<string, Unsteady> {
  const found = new Map<string, Unsteady>();
  const ids = Object.keys(series).filter(
    (id) => series[id]!.filter((value) => value !== null).length >= fewestRunsInOrder,
  );
  if (ids.length === 0) return found;
  const runs = series[ids[0]!]!.length;
  const logs = ids.map((id) => series[id]!.map((value) => (value === null ? null : Math.log(value))));
  const order = Array.from({ length: runs }, (_, i) => i);
  const clearest = logs.map((values) => clearestShape(values, order));
  const beaten = clearest.map(() => 1);
  const random = seededUniform(1);
  for (let i = 0; i < shuffles; i++) {
    shuffle(order, random);
    const largest = Math.max(...logs.map((values) => clearestShape(values, order).fit));
    for (const [index, { fit }] of clearest.entries()) if (largest >= fit - 1e-9) beaten[index]!++;
  }
  for (const [index, { shape, change }] of clearest.entries()) {
    const p = beaten[index]! / (shuffles + 1);
    if (p > level || Math.abs(change) < negligible) continue;
    found.set(ids[index]!, {
      pattern: shape.pattern,
      p,
      words: `${shape.words(change)} (p = ${p.toPrecision(1)})`,
    });
  }
  return found;
}

/** The shape that the present values, taken in this order, follow most closely. */
function clearestShape(
  values: readonly (number | null)[],
  order: readonly number[],
): { readonly shape: Shape; readonly fit: number; readonly change: number } {
  const present = order.flatMap((index) => values[index] ?? []);
  const centre = mean(present);
  const size = Math.sqrt(present.reduce((sum, value) => sum + (value - centre) ** 2, 0));
  let best = { shape: shapesOf(present.length)[0]!, fit: 0, change: 0 };
  for (const shape of shapesOf(present.length)) {
    const along = shape.unit.reduce((sum, weight, i) => sum + weight * present[i]!, 0);
    const fit = size > 0 ? Math.abs(along) / size : 0;
    if (fit > best.fit) best = { shape, fit, change: along * shape.range };
  }
  return best;
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
