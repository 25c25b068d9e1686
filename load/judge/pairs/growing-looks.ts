import { studentTCdf, studentTQuantile } from '../student-t.ts';

/** Pairs are judged after the `first`, and after each further one up to the `last`. */
export type GrowingLooks = { readonly first: number; readonly last: number };

/**
 * Looking again while pairs come in: each look has one pair more than the one before, and its variance is estimated
 * from the same pairs with one degree of freedom more. Every look uses the same one-sided level of its own t test
 * (Pocock's rule on the scale of p), and this is the probability that some look falls below it where the differences
 * are normal around what is tested.
 *
 * Exact, not approximated by a Brownian motion, which is off for so few degrees of freedom: t depends on the
 * differences only by their direction, R = Σd / √Σd². The next difference, against the length of those before, is
 * tan φ with a density ∝ cosⁿ⁻¹ φ, independent of R, and takes it to √(1 + R²)·cos(φ − atan2(1, R)). So R is a Markov
 * chain, and the probability is worked out from the last look backwards.
 */
export function crossingOf(looks: GrowingLooks, level: number): number {
  const table = tableOf(looks);
  const at = Math.min(cells, Math.max(0, (Math.log(level) - lowest) / step));
  const i = Math.min(cells - 1, Math.floor(at));
  return Math.exp(table[i]! + (at - i) * (table[i + 1]! - table[i]!));
}

/** The level of each look at which all of them together err with probability `alpha`. */
export function levelOfLooks(looks: GrowingLooks, alpha: number): number {
  const table = tableOf(looks);
  const wanted = Math.log(alpha);
  const above = table.findIndex((one) => one >= wanted);
  const i = Math.max(1, above === -1 ? cells : above);
  const share = (wanted - table[i - 1]!) / (table[i]! - table[i - 1]!);
  return Math.exp(lowest + (i - 1 + Math.min(1, Math.max(0, share))) * step);
}

/** The t of a look with so many degrees of freedom that all looks together exceed with probability `alpha`. */
export function boundOfLook(looks: GrowingLooks, df: number, alpha: number): number {
  const key = `${looks.first} ${looks.last} ${df} ${alpha}`;
  const known = bounds.get(key);
  if (known !== undefined) return known;
  if (bounds.size >= mostBounds) bounds.clear();
  const bound = studentTQuantile(1 - levelOfLooks(looks, alpha), df);
  bounds.set(key, bound);
  return bound;
}

const bounds = new Map<string, number>();
const mostBounds = 4096;

/** The logs of the probability at levels from 1e-7 to 0.5, with even distances of their logs, and linear in between. */
const cells = 24;
const lowest = Math.log(1e-7);
const step = (Math.log(0.5) - lowest) / cells;
const tables = new Map<string, number[]>();
const mostTables = 64;

function tableOf(looks: GrowingLooks): number[] {
  const key = `${looks.first} ${looks.last}`;
  const known = tables.get(key);
  if (known) return known;
  if (tables.size >= mostTables) tables.clear();
  const levels = Array.from({ length: cells + 1 }, (_, i) => Math.exp(lowest + i * step));
  const table = levels.map((level) => Math.log(crossing(looks, level)));
  tables.set(key, table);
  return table;
}

const nodes = 96;
const slices = 48;

/** The probability itself, backwards from the last look, over R on a grid and linear in between. */
function crossing({ first, last }: GrowingLooks, level: number): number {
  const boundAt = (n: number) =>
    n < first ? Math.sqrt(n) : directionOf(studentTQuantile(1 - level, n - 1), n);
  let later: Chance = null;
  for (let n = last; n > 1; n--) {
    // Dense towards both ends, where it bends.
    const from = -Math.sqrt(n - 1);
    const half = (boundAt(n - 1) - from) / 2;
    const bound = boundAt(n);
    const after: Chance = later;
    const values = Array.from({ length: nodes + 1 }, (_, i) =>
      onward(from + half * (1 - Math.cos((Math.PI * i) / nodes)), n - 1, bound, after),
    );
    later = (r) => {
      const at = (nodes / Math.PI) * Math.acos(Math.min(1, Math.max(-1, 1 - (r - from) / half)));
      const i = Math.min(nodes - 1, Math.floor(at));
      return values[i]! + (at - i) * (values[i + 1]! - values[i]!);
    };
  }
  return (later!(1) + later!(-1)) / 2;
}

/** The probability to cross at some later look, by where R is now; null after the last. */
type Chance = ((r: number) => number) | null;

/** The same, before the next difference comes to the n that are there. */
function onward(r: number, n: number, bound: number, after: Chance): number {
  const length = Math.sqrt(1 + r * r);
  const towards = Math.atan2(1, r);
  const width = bound < length ? Math.acos(bound / length) : 0;
  const low = Math.min(Math.PI / 2, towards - width);
  const high = Math.min(Math.PI / 2, towards + width);
  const below = (phi: number) => (phi >= Math.PI / 2 ? 1 : studentTCdf(Math.tan(phi) * Math.sqrt(n), n));
  const now = width > 0 ? below(high) - below(low) : 0;
  if (!after) return now;
  const stay = (from: number, to: number) => {
    const slice = (to - from) / slices;
    let sum = 0;
    for (let i = 0; i < slices; i++) {
      const phi = from + (i + 0.5) * slice;
      sum += slice * Math.cos(phi) ** (n - 1) * after(length * Math.cos(phi - towards));
    }
    return sum;
  };
  const rest = stay(-Math.PI / 2, low) + stay(high, Math.PI / 2);
  return now + rest / integralOfCosine(n - 1);
}

/** ∫ cosᵏ from −π/2 to π/2. */
const integralOfCosine = (k: number): number =>
  k < 2 ? (k === 0 ? Math.PI : 2) : ((k - 1) / k) * integralOfCosine(k - 2);

/** The R of n differences at which their t is so large. */
const directionOf = (t: number, n: number): number => (t * Math.sqrt(n)) / Math.sqrt(n - 1 + t * t);
