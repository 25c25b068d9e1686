import type { IncomingMessage } from 'node:http';
import { decode } from '@msgpack/msgpack';
import { z } from 'zod';
import { readBody } from '../../../cartesia/server/http.ts';

/** The vendor's limit is 256 MiB; a stand-in has no use for it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const item = z.looseObject({ id: z.string().optional(), text: z.string().optional() });
export type Item = z.infer<typeof item>;

const request = z.looseObject({
  items: z.array(item).optional(),
  /** The gateway's other spellings. */
  input: z.union([z.string(), z.array(z.union([z.string(), item]))]).optional(),
  inputs: z.union([z.string(), z.array(z.union([z.string(), item]))]).optional(),
  query: z.union([z.string(), item]).optional(),
  params: z
    .looseObject({
      output_types: z.array(z.enum(['dense', 'sparse', 'multivector'])).optional(),
      labels: z.array(z.string()).optional(),
    })
    .optional(),
});

/** What is asked of a model, whatever the spelling. */
export interface Inference {
  readonly items: readonly Item[];
  readonly query: string | undefined;
  readonly outputTypes: readonly ('dense' | 'sparse' | 'multivector')[];
  readonly labels: readonly string[];
}

/** The inference that a body asks for, or a sentence that says why it asks for none. */
export async function readInference(message: IncomingMessage): Promise<Inference | string> {
  const body = request.safeParse(parse(message, await readBody(message, MAX_BODY_BYTES)));
  if (!body.success) return `Invalid request body: ${body.error.issues[0]?.message}`;
  const { items, input, inputs, query, params } = body.data;
  const given = items ?? [input ?? inputs ?? []].flat();
  if (given.length === 0) return 'No items in the request';
  return {
    items: given.map((each) => (typeof each === 'string' ? { text: each } : each)),
    query: typeof query === 'string' ? query : query?.text,
    outputTypes: params?.output_types ?? ['dense'],
    labels: params?.labels ?? [],
  };
}

/** Any body of ours, as a value; undefined where it cannot be read. */
export function parse(message: IncomingMessage, body: Uint8Array): unknown {
  try {
    if (message.headers['content-type']?.includes('msgpack')) return decode(body);
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

export function accepts(message: IncomingMessage): 'json' | 'msgpack' | 'any' {
  const accept = message.headers.accept ?? '';
  if (/application\/(x-|vnd\.)?msgpack/.test(accept)) return 'msgpack';
  return accept.includes('json') ? 'json' : 'any';
}
