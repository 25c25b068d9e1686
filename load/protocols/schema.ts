import { z } from 'zod';

const text = z.string().min(1);
const template = z.string().describe('may hold {{params.x}} and {{apiKey}}');
const rate = z.union([z.int().positive(), template]);
const path = z
  .union([text, z.array(text).min(1)])
  .describe('gjson path, or several: the first that is there');
const match = z.strictObject({ path: text, equals: z.string().optional() });
const time = z.strictObject({ name: text, unit: z.enum(['us', 'ms', 's']) });
const document = z.record(z.string(), z.unknown()).describe('JSON; may hold {{text}} and {{requestId}} too');

const formField = z.union([
  z.strictObject({ name: text, value: template }),
  z.strictObject({ name: text, file: text.describe('takes the clip, as a WAV file of this name') }),
]);

const output = z.strictObject({
  kind: z.enum(['audio', 'text', 'items']).describe('what it makes; decides what is measured'),
  format: z
    .enum(['bytes', 'json', 'msgpack', 'lines'])
    .optional()
    .describe('of the answer; without it bytes for audio, JSON for the rest'),
  statuses: z
    .array(z.int().min(200).max(299))
    .min(1)
    .optional()
    .describe('that are success; only 200 without'),
  types: z.array(text).min(1).optional().describe('prefixes of content types that suit'),
  container: template.optional(),
  encoding: template.optional(),
  sampleRate: rate.optional(),
  text: path.optional(),
  mayBeEmpty: z.boolean().optional().describe('no words are an answer too: there may be none in the audio'),
  items: text.optional().describe('path of the list of what was asked for'),
  failures: text.optional().describe('path of the list of items that failed'),
  usage: z.strictObject({ prompt: text.optional(), output: text.optional() }).optional(),
  headers: z.strictObject({ queue: time.optional(), gpu: time.optional() }).optional(),
});

const messages = z.strictObject({
  content: z.strictObject({ when: match.optional(), path }),
  done: text.optional().describe('ends the stream and is no JSON, such as [DONE]'),
  end: match.optional(),
  error: z
    .strictObject({ when: match, status: text.optional(), message: z.array(text).default([]) })
    .optional(),
  context: text.optional().describe("path of the request's id, where messages of several share a socket"),
  contextsPerSocket: z.union([z.int().positive(), template]).optional(),
});

/** One file of this folder: how an API is spoken. The engine fills its holes (`xk6-seatrial/internal/protocol`). */
const protocolSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: text,
    transport: z.enum(['http', 'sse', 'websocket']),
    method: z.enum(['POST', 'PUT', 'GET']).optional(),
    path: z.string().startsWith('/'),
    query: z.record(z.string(), template).optional(),
    headers: z.record(z.string(), template).optional(),
    params: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .default({})
      .describe('what a workload may set; null: left out unless it does'),
    body: document.optional(),
    bodyFormat: z.enum(['json', 'msgpack']).optional(),
    batch: text.optional().describe('member of the body whose one element stands for each text of a batch'),
    form: z.array(formField).min(1).optional().describe('multipart/form-data'),
    cancel: document.optional().describe('message of a socket that calls a request off'),
    clip: z
      .strictObject({
        sampleRate: rate,
        frameMs: z.int().positive().optional(),
        end: z.array(template).optional(),
      })
      .optional()
      .describe('it is asked with clips: 16-bit PCM, mono; over a socket in frames'),
    output,
    messages: messages.optional(),
  })
  .superRefine((protocol, context) => {
    const problem = (where: string, message: string) =>
      context.addIssue({ code: 'custom', path: [where], message });
    const socket = protocol.transport === 'websocket';
    const { kind, format } = protocol.output;
    if (!protocol.messages && (protocol.transport !== 'http' || format === 'lines'))
      problem('messages', `${protocol.transport} is read in messages: say how`);
    if (!protocol.body && !protocol.form && !(socket && protocol.clip))
      problem('body', 'a request has a body, a form, or a clip for a socket');
    if (protocol.form && (protocol.body || socket))
      problem('form', 'a form has no body beside it and goes over HTTP');
    if (socket && protocol.clip && !protocol.clip.frameMs)
      problem('clip', 'over a socket a clip goes in frames: frameMs');
    if (kind === 'audio' && protocol.output.sampleRate === undefined)
      problem('output', 'audio has a sampleRate');
    if (kind === 'items' && !protocol.output.items) problem('output', 'items need the path of their list');
    if (kind === 'text' && !protocol.messages && !protocol.output.text)
      problem('output', 'text that comes at once needs its path');
    for (const name of missingParams(protocol))
      problem('params', `{{params.${name}}} is not among the params`);
  });

/** How an API is spoken, as data. */
export type Protocol = z.infer<typeof protocolSchema>;

function missingParams({ params, ...rest }: { readonly params: object }): string[] {
  const used = JSON.stringify(rest).matchAll(/\{\{\s*params\.([A-Za-z0-9_]+)\s*\}\}/g);
  return [...new Set([...used].map(([, name]) => name!))].filter((name) => !(name in params));
}

/** Reads a protocol; what is wrong with it is told in one sentence. */
export function readProtocol(value: unknown): { readonly protocol: Protocol } | { readonly problem: string } {
  const read = protocolSchema.safeParse(value);
  if (read.success) return { protocol: read.data };
  const id = (value as { id?: unknown } | null)?.id;
  const [first] = read.error.issues;
  const where = first!.path.length > 0 ? `${first!.path.join('.')}: ` : '';
  return { problem: `protocol ${typeof id === 'string' ? id : 'without an id'}: ${where}${first!.message}` };
}
