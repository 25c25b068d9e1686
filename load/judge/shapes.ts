/** How a series of runs can be unsteady. */
export type Shape = {
  readonly pattern: 'warm-up' | 'drift' | 'jump';
  /** Centred, of length 1. */
  readonly unit: readonly number[];
  /** From the first value to the last, of `unit`. */
  readonly range: number;
  /** Says it of a series that changes so much along it, log scale. */
  readonly words: (change: number) => string;
};

const known = new Map<number, Shape[]>();

/** A drift, a warm-up that dies away, and a jump after each run but the first and the last: one stray run is none. */
export function shapesOf(runs: number): readonly Shape[] {
  const before = known.get(runs);
  if (before) return before;
  const at = (value: (i: number) => number) => Array.from({ length: runs }, (_, i) => value(i));
  const shapes = [
    shapeOf(
      'drift',
      at((i) => i),
      (change) => `it drifts: ${size(change)} ${side(change)} from the first of ${runs} runs to the last`,
    ),
    shapeOf(
      'warm-up',
      at((i) => -Math.exp((-6 * i) / runs)),
      (change) =>
        `warm-up: the first runs are ${size(-change)} ${side(-change)} than the last of ${runs}, and it dies away`,
    ),
  ];
  for (let first = 2; first <= runs - 2; first++) {
    const early = first <= runs / 3;
    shapes.push(
      shapeOf(
        early ? 'warm-up' : 'jump',
        at((i) => (i < first ? 0 : 1)),
        (change) =>
          early
            ? `warm-up: the first ${first} of ${runs} runs are ${size(-change)} ${side(-change)} than those after`
            : `a jump: from run ${first + 1} of ${runs} on it is ${size(change)} ${side(change)}`,
      ),
    );
  }
  known.set(runs, shapes);
  return shapes;
}

function shapeOf(pattern: Shape['pattern'], values: readonly number[], words: Shape['words']): Shape {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const length = Math.hypot(...values.map((value) => value - centre));
  const unit = values.map((value) => (value - centre) / length);
  return { pattern, unit, range: unit.at(-1)! - unit[0]!, words };
}

const size = (change: number): string => {
  const percent = Math.abs(Math.expm1(change)) * 100;
  return `${Number(percent.toFixed(percent < 9.95 ? 1 : 0))} %`;
};
const side = (change: number): string => (change >= 0 ? 'higher' : 'lower');
