import { z } from 'zod';
import type { Inference } from './body.ts';

const schema = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

export interface EmbeddingsRequest {
  readonly model: string;
  readonly format: 'float' | 'base64';
  readonly inference: Inference;
}

/** `POST /v1/embeddings` as OpenAI has it; undefined where it is something else. */
export function readEmbeddings(body: unknown): EmbeddingsRequest | undefined {
  const { data } = schema.safeParse(body);
  if (!data) return undefined;
  const items = [data.input].flat().map((text) => ({ text }));
  const inference = { items, query: undefined, outputTypes: ['dense' as const], labels: [] };
  return { model: data.model, format: data.encoding_format, inference };
}

export function embeddingsBody(
  { format, inference }: EmbeddingsRequest,
  model: string,
  vectors: readonly (Float32Array | undefined)[],
): object {
  const tokens = inference.items.reduce((sum, { text = '' }) => sum + text.split(/\s+/).length, 0);
  return {
    object: 'list',
    model,
    data: vectors.map((vector = new Float32Array(), index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? base64(vector) : [...vector],
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
