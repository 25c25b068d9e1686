/** Cosine of the angle between two vectors of one length; NaN where one of them has no length or is not finite. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.NaN;
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index++) {
    const x = a[index]!;
    const y = b[index]!;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const lengths = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return lengths === 0 ? Number.NaN : dot / lengths;
}

/** The Euclidean length. */
export const norm = (vector: readonly number[]): number => Math.hypot(...chunksOf(vector));

/** `Math.hypot` takes its numbers as arguments, of which there may not be too many. */
function chunksOf(vector: readonly number[]): number[] {
  const lengths: number[] = [];
  for (let from = 0; from < vector.length; from += 4096)
    lengths.push(Math.hypot(...vector.slice(from, from + 4096)));
  return lengths;
}

/**
 * A vector in few characters, so that a recorded one fits a Trial: each number as a signed byte of the largest one's
 * 127th, base64. The cosine with the vector itself stays above 0.9999 for embeddings of ordinary spread.
 */
export function packVector(vector: readonly number[]): string {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return Buffer.from(Int8Array.from(vector, (value) => Math.round((value / largest) * 127)).buffer).toString(
    'base64',
  );
}

/** The direction of a packed vector; its length is not kept. */
export const unpackVector = (packed: string): number[] => [...new Int8Array(Buffer.from(packed, 'base64'))];
