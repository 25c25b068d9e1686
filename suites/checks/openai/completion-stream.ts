import { z } from 'zod';
import { jsonOf } from '../../probes/json-of.ts';

const chunk = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
});

/** What a streamed chat completion said, and whether it came to its end. */
export interface CompletionStream {
  readonly text: string;
  readonly finish: string | null;
  /** The stream's last line was `[DONE]`. */
  readonly done: boolean;
  /** What is wrong with it, in words, or null. */
  readonly trouble: string | null;
}

/** Reads the server-sent events of `POST /v1/chat/completions` with `stream: true` (OpenAI API, chat completion chunk). */
export function completionStream(body: string): CompletionStream {
  const events = body
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trim());
  let text = '';
  let finish: string | null = null;
  let trouble: string | null = null;
  for (const event of events) {
    if (event.startsWith('[DONE]')) continue;
    const parsed = chunk.safeParse(jsonOf(event));
    if (!parsed.success) trouble ??= `a chunk that is none: ${event.slice(0, 100)}`;
    else if (parsed.data.error !== undefined) trouble ??= `an error in the stream: ${event.slice(0, 200)}`;
    const choice = parsed.data?.choices?.[0];
    text += choice?.delta?.content ?? '';
    finish = choice?.finish_reason ?? finish;
  }
  const done = events.at(-1)?.startsWith('[DONE]') ?? false;
  if (!done) trouble ??= 'the stream ended without [DONE]';
  return { text, finish, done, trouble };
}
