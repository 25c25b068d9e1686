import { defineCheck } from '../../../check.ts';
import { completionStream } from '../../../checks/openai/completion-stream.ts';
import {
  pinnedPrompts,
  promptsRight,
  rightly,
  sensibleFrom,
} from '../../../checks/quality/pinned-prompts.ts';
import { fail, pass } from '../../../record/finding.ts';
import { ask, textOf, unlessOk } from '../answers.ts';
import { defaultModel } from '../models.ts';

/** Pinned prompts are streamed by the default model to `[DONE]`, and enough of them are answered rightly. */
export const chat = defineCheck({
  id: 'wordcab.chat',
  title: 'Chat streams to [DONE] and makes sense',
  question: 'Does the default model answer, to the end of the stream, and sensibly?',
  needs: { http: true },
  timeoutSeconds: 120,
  blames: 'release',
  source: 'Stability rules: the API surface is stable; Chat completions: the stream ends with data: [DONE]',
  hint: "Read the log of the llm pool for the request's time; ask the same without stream.",
  async run({ endpoint, http, signal, progress }) {
    const context = { endpoint, http, signal };
    const model = await defaultModel('llm', context);
    const answers: string[] = [];
    let right = 0;
    for (const pinned of pinnedPrompts) {
      progress(pinned.prompt);
      const answer = await ask(context, 'POST', '/v1/chat/completions', {
        model,
        messages: [{ role: 'user', content: pinned.prompt }],
        stream: true,
        temperature: 0,
        max_tokens: 200,
      });
      const trouble = unlessOk(`chat with ${model}`, answer);
      if (trouble) return trouble;
      const { text, trouble: wrong } = completionStream(answer.body.toString());
      if (wrong !== null) return fail(wrong, { expected: 'chunks, then [DONE]', seen: textOf(answer) });
      if (text.trim() === '')
        return fail(`${model} said nothing`, { expected: 'an answer', seen: textOf(answer) });
      if (rightly(pinned, text)) right++;
      answers.push(text.trim().slice(0, 80));
    }
    const seen = {
      expected: `at least ${sensibleFrom} of ${pinnedPrompts.length} pinned prompts right`,
      seen: `${model}: ${answers.join(' | ')}`,
    };
    return right < sensibleFrom
      ? fail(`${model} answered ${right} of ${pinnedPrompts.length} pinned prompts rightly`, seen)
      : pass(`${right} of ${pinnedPrompts.length} pinned prompts answered rightly, each to [DONE]`, seen, [
          promptsRight(right),
        ]);
  },
});
