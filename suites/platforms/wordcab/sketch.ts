import { cosine, packVector, unpackVector } from '../../checks/quality/vectors.ts';

/** Few enough that a report's evidence holds them; the cosine of two sketches is off by 0.01 at most where vectors are near. */
const directions = 144;

/**
 * A vector of any length in 192 characters: its shares in fixed directions, drawn once from ±1. The cosine of two
 * sketches is that of the vectors, nearly (Johnson and Lindenstrauss).
 */
export function sketchOf(vector: readonly number[]): string {
  const shares = new Array<number>(directions).fill(0);
  let state = 0x9e3779b9;
  for (const value of vector)
    for (let index = 0; index < directions; index++) {
      // xorshift: the same signs on every machine, for ever.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      shares[index]! += (state & 1) === 0 ? value : -value;
    }
  return packVector(shares);
}

/** NaN where one of them is no sketch. */
export const sketchCosine = (a: string, b: string): number => cosine(unpackVector(a), unpackVector(b));
