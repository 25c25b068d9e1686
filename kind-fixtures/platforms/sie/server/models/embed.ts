import { gaussian } from './random.ts';

const CACHED_TOKENS = 500;
const cache = new Map<string, Float64Array>();

/** Words in lower case; what is not a letter or a digit parts them. */
export function tokensOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * A unit vector that depends on model and text only: the sum of a fixed direction per word. Texts with common words
 * are near to each other, as with a real model, and nothing else of a real model is claimed.
 */
export function embed(model: string, text: string, dims: number): Float64Array {
  const sum = new Float64Array(dims);
  for (const token of [...tokensOf(text), '\u0000']) {
    const direction = directionOf(model, token, dims);
    for (let index = 0; index < dims; index += 1) sum[index]! += direction[index]!;
  }
  return scaled(sum, 1 / Math.sqrt(dot(sum, sum)));
}

/** The vector turned away from itself until the cosine between the two is this. */
export function turned(vector: Float64Array, cosine: number): Float64Array {
  const other = gaussian('turned', vector.length);
  const along = dot(other, vector);
  const aside = other.map((value, index) => value - along * vector[index]!);
  const share = Math.sqrt(1 - cosine * cosine) / Math.sqrt(dot(aside, aside));
  return vector.map((value, index) => cosine * value + share * aside[index]!);
}

export function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => value * factor);
}

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}

function directionOf(model: string, token: string, dims: number): Float64Array {
  const key = `${model}\n${dims}\n${token}`;
  const known = cache.get(key);
  if (known) return known;
  const made = gaussian(key, dims);
  if (cache.size >= CACHED_TOKENS) cache.delete(cache.keys().next().value!);
  cache.set(key, made);
  return made;
}
