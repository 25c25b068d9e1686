import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { sendJson } from '../../../cartesia/server/http.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { wordsOf } from './words.ts';

export const chatRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string().max(100_000) })).min(1),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().optional() }).optional(),
  max_tokens: z.number().int().min(1).optional(),
});

/** The few questions that the stand-in knows; anything else is repeated. */
const known: readonly { readonly about: RegExp; readonly answer: string }[] = [
  { about: /capital .*france/, answer: 'Paris' },
  { about: /two plus two|2 \+ 2|2 2/, answer: '4' },
];
const tokenMs = 4;

function answerTo(question: string, faults: FaultBoard): string {
  if (faults.hit('wrong-answer')) return 'qx qx qx qx';
  const asked = wordsOf(question).join(' ');
  return known.find(({ about }) => about.test(asked))?.answer ?? `You said: ${question.slice(0, 200)}`;
}

export interface ChatOutcome {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly firstTokenMs: number;
}

/** OpenAI's chat completion, whole or as a stream of server-sent events that ends with `[DONE]`. */
export async function chat(
  request: z.infer<typeof chatRequest>,
  faults: FaultBoard,
  response: ServerResponse,
): Promise<ChatOutcome> {
  const started = performance.now();
  const question = request.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const tokens = (answerTo(question, faults).match(/\S+\s*/g) ?? []).slice(0, request.max_tokens ?? 1000);
  const promptTokens = request.messages.reduce((sum, { content }) => sum + wordsOf(content).length, 0);
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: tokens.length,
    total_tokens: promptTokens + tokens.length,
  };
  const id = `chatcmpl_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`;
  const head = { id, created: Math.floor(Date.now() / 1000), model: request.model };
  const outcome = (): ChatOutcome => ({
    promptTokens,
    completionTokens: tokens.length,
    firstTokenMs: performance.now() - started,
  });
  await sleep(tokenMs);
  if (!request.stream) {
    const message = { role: 'assistant', content: tokens.join('') };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
    const first = outcome();
    sendJson(response, 200, { ...head, object: 'chat.completion', choices, usage });
    return first;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const send = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const chunk = (delta: object, finish_reason: string | null = null) =>
    send({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });
  chunk({ role: 'assistant', content: '' });
  const first = outcome();
  for (const content of tokens) {
    chunk({ content });
    await sleep(tokenMs);
  }
  chunk({}, 'stop');
  if (request.stream_options?.include_usage)
    send({ ...head, object: 'chat.completion.chunk', choices: [], usage });
  response.end(faults.hit('no-done') ? undefined : 'data: [DONE]\n\n');
  return first;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
