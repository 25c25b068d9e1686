/** Which of the two is measured, the old service or the new. */
export type Side = 'old' | 'new';

/**
 * The order of the two runs of a pair, counted from 0. Pairs come in blocks of two: which side is first in a block's
 * first pair is drawn, and the other side is first in its second (ABBA or BAAB). So neither is first more often by more
 * than one, what grows evenly with time cancels within a block, and nobody can tell what comes next.
 */
export function orderOfPair(seed: number, pair: number): readonly [Side, Side] {
  const drawn = mixed(seed, pair >> 1) % 2 === 0;
  return drawn === (pair % 2 === 0) ? ['old', 'new'] : ['new', 'old'];
}

/** A whole number from two, well mixed (the finaliser of MurmurHash3, once for each): the same everywhere. */
const mixed = (seed: number, block: number): number => finalised(finalised(seed) + block);

function finalised(value: number): number {
  let h = (value + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
