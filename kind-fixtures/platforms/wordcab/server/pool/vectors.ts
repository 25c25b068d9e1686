import type { FaultOf } from '../faults/fault.ts';
import { normals, wordsOf } from './words.ts';

/** Dimensions by model, from the vendor's table. */
export const dimensions: Readonly<Record<string, number>> = {
  'bge-m3': 1024,
  'e5-mistral-7b': 4096,
  'gte-small-en': 384,
};

/** Weight of what all texts of a language have in common, so that no two are unrelated. */
const common = 0.5;

/**
 * A vector of unit length: the sum of a direction for each word. No model runs; texts with the same words are
 * near one another, as with a real one.
 */
export function vectorOf(text: string, model: string, fault?: FaultOf<'wrong-vectors'>): (number | null)[] {
  const size = dimensions[model] ?? 1024;
  const space = fault?.how === 'other-space' ? `${model}, another space` : model;
  const sum = new Float64Array(size);
  const add = (seed: string, weight: number) => {
    const draw = normals(`${space}: ${seed}`);
    for (let index = 0; index < size; index++) sum[index]! += weight * draw.next().value!;
  };
  add('', common);
  for (const word of wordsOf(text)) add(word, word.length > 3 ? 1 : 0.3);
  const norm = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1;
  const unit = [...sum].map((value) => Math.fround(value / norm));
  if (fault?.how === 'short') return unit.slice(0, size / 2);
  if (fault?.how === 'long') return unit.map((value) => value * 3);
  if (fault?.how === 'holes') return unit.map((value, index) => (index % 100 === 0 ? null : value));
  return unit;
}
