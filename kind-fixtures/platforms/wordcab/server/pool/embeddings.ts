import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { sendJson } from '../../../cartesia/server/http.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { sendError } from '../wire/answers.ts';
import { dimensions, vectorOf } from './vectors.ts';
import { wordsOf } from './words.ts';

export const embeddingsRequest = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(512)]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** OpenAI's embeddings, as numbers or as base64 of 32-bit floats. */
export function embed(
  { model, input, encoding_format: format }: z.infer<typeof embeddingsRequest>,
  faults: FaultBoard,
  response: ServerResponse,
): void {
  if (!(model in dimensions)) {
    sendError(response, 400, 'not_an_embedding_model', `${model} makes no embeddings.`);
    return;
  }
  const texts = typeof input === 'string' ? [input] : input;
  const data = texts.map((text, index) => {
    const vector = vectorOf(text, model, faults.find('wrong-vectors'));
    const embedding =
      format === 'float'
        ? vector
        : Buffer.from(Float32Array.from(vector, (value) => value ?? Number.NaN).buffer).toString('base64');
    return { object: 'embedding', index, embedding };
  });
  const tokens = texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  sendJson(response, 200, { object: 'list', data, model, usage });
}
