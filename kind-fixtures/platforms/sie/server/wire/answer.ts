import { ranked } from '../models/score.ts';
import type { Inference } from './body.ts';
import type { ItemOutput, Operation } from './messages.ts';

export interface Answered {
  readonly index: number;
  readonly output: ItemOutput;
}

/** The body of a 200: what the items gave, and which of them failed. */
export function answerBody(
  operation: Operation,
  model: string,
  { items }: Inference,
  answered: readonly Answered[],
  errors: readonly { item_index: number; error: string }[],
): object {
  const failed = errors.length > 0 ? { errors } : {};
  const idOf = (index: number) => items[index]?.id;
  if (operation === 'score') {
    const scored = answered.map(({ index, output }) => ({
      id: idOf(index) ?? `item-${index}`,
      score: output.score ?? 0,
    }));
    return { model, scores: ranked(scored), ...failed };
  }
  const given = answered.map(({ index, output }) => ({ ...(idOf(index) && { id: idOf(index) }), ...output }));
  return { model, items: given, ...failed };
}
