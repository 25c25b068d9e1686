import { z } from 'zod';
import { encodings, sampleRates } from '../audio/encoding.ts';

const MAX_TRANSCRIPT = 8192;

const rate = z.union(sampleRates.map((value) => z.literal(value)));
const raw = z.object({ container: z.literal('raw'), encoding: z.enum(encodings), sample_rate: rate });
const wav = z.object({
  container: z.literal('wav'),
  encoding: z.enum(encodings).default('pcm_s16le'),
  sample_rate: rate,
});
const mp3 = z.object({ container: z.literal('mp3'), sample_rate: rate, bit_rate: z.number().optional() });

/** A voice is named by its id alone or by an object with it; embeddings are not known here. */
const voice = z.union([z.string().min(1), z.object({ id: z.string().min(1) }).transform(({ id }) => id)]);

const common = {
  model_id: z.string().min(1).max(128),
  transcript: z.string().max(MAX_TRANSCRIPT),
  voice,
  language: z.string().nullish(),
  add_timestamps: z.boolean().nullish(),
};

const spoken = {
  ...common,
  transcript: common.transcript.refine((text) => /\S/.test(text), 'must not be empty'),
};

export const bytesRequest = z.object({
  ...spoken,
  output_format: z.discriminatedUnion('container', [raw, wav, mp3]),
});
export type BytesRequest = z.infer<typeof bytesRequest>;

export const sseRequest = z.object({
  ...spoken,
  output_format: raw,
  context_id: z.string().max(256).nullish(),
});
export type SseRequest = z.infer<typeof sseRequest>;

const contextId = z.string().min(1).max(256);

/** A message of the WebSocket: more text for a context, or its cancellation. */
export const socketMessage = z.union([
  z.object({ context_id: contextId, cancel: z.literal(true) }),
  z.object({
    ...common,
    context_id: contextId,
    output_format: raw,
    continue: z.boolean().nullish(),
    flush: z.boolean().nullish(),
    max_buffer_delay_ms: z.number().min(0).max(5000).nullish(),
    cancel: z.literal(false).optional(),
  }),
]);
export type SocketMessage = z.infer<typeof socketMessage>;
export type SocketInput = Exclude<SocketMessage, { cancel: true }>;

/** Reads JSON against a schema; the text names the first field that is wrong. */
export function parse<T>(
  schema: z.ZodType<T>,
  body: string,
): { ok: true; value: T } | { ok: false; message: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, message: 'The body is not JSON.' };
  }
  const result = schema.safeParse(json);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  return { ok: false, message: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}` };
}
