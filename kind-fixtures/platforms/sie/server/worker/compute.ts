import type { FaultBoard } from '../faults/fault-board.ts';
import type { Model } from '../models/catalogue.ts';
import { embed, scaled, tokensOf, turned } from '../models/embed.ts';
import { extract } from '../models/extract.ts';
import { hash32 } from '../models/random.ts';
import { relevance } from '../models/score.ts';
import type { ItemError, ItemOutput, WorkItem } from '../wire/messages.ts';

const VOCABULARY = 250_002;
const TOKEN_DIMS = 128;

export type Computed = { readonly output: ItemOutput } | { readonly error: ItemError };

/** What the model makes of one item, with the faults that were ordered, whose names it adds to `touched`. */
export function compute(model: Model, work: WorkItem, faults: FaultBoard, touched: string[]): Computed {
  const errors = faults.find('errors');
  if (errors && Math.random() < errors.rate) {
    touched.push('errors');
    return { error: { message: 'inference failed' } };
  }
  const text = work.item.text ?? '';
  if (!model.tasks.includes(work.operation))
    return { error: { message: `Model '${model.name}' does not support ${work.operation}` } };
  if (work.operation === 'score')
    return { output: { score: score(work.query ?? '', text, faults, touched) } };
  if (work.operation === 'extract') {
    const empty = faults.find('extract-empty');
    if (empty) touched.push(empty.id);
    return { output: { entities: empty ? [] : extract(text, work.labels) } };
  }
  return { output: encoded(model, text, work.outputTypes, faults, touched) };
}

function score(query: string, text: string, faults: FaultBoard, touched: string[]): number {
  const value = relevance(query, text);
  if (!faults.find('score-inverted')) return value;
  touched.push('score-inverted');
  return 1 - value;
}

function encoded(
  model: Model,
  text: string,
  outputTypes: readonly string[],
  faults: FaultBoard,
  touched: string[],
): ItemOutput {
  const asked = new Set(outputTypes);
  return {
    ...(asked.has('dense') && { dense: dense(model, text, faults, touched) }),
    ...(asked.has('sparse') && { sparse: sparse(text) }),
    ...(asked.has('multivector') && { multivector: multivector(model, text) }),
  };
}

function dense(
  model: Model,
  text: string,
  faults: FaultBoard,
  touched: string[],
): NonNullable<ItemOutput['dense']> {
  const found = <T>(fault: T & ({ id: string } | undefined)): T => {
    if (fault) touched.push(fault.id);
    return fault;
  };
  const dims = found(faults.find('wrong-dims'))?.dims ?? model.dims ?? 0;
  let vector = embed(model.name, text, dims);
  const other = found(faults.find('other-model'));
  if (other) vector = turned(vector, other.cosine);
  const long = found(faults.find('not-normalised'));
  if (long) vector = scaled(vector, long.scale);
  if (found(faults.find('nan-embedding'))) vector[0] = Number.NaN;
  return { dims, dtype: 'float32', values: Float32Array.from(vector) };
}

function sparse(text: string): NonNullable<ItemOutput['sparse']> {
  const weights = new Map<number, number>();
  for (const token of tokensOf(text)) weights.set(hash32(token) % VOCABULARY, Math.min(1, token.length / 10));
  const indices = [...weights.keys()].sort((a, b) => a - b);
  return {
    dims: VOCABULARY,
    dtype: 'float32',
    indices: Int32Array.from(indices),
    values: Float32Array.from(indices, (index) => weights.get(index)!),
  };
}

function multivector(model: Model, text: string): NonNullable<ItemOutput['multivector']> {
  const values = tokensOf(text).map((token) => Float32Array.from(embed(model.name, token, TOKEN_DIMS)));
  return { token_dims: TOKEN_DIMS, num_tokens: values.length, dtype: 'float32', values };
}
