import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { pinnedPrompts, promptsRight, rightly, sensibleFrom } from '../quality/pinned-prompts.ts';
import { completionStream } from './completion-stream.ts';

/** Pinned prompts are streamed to their end, and enough of them are answered rightly. */
export const openaiChat = defineCheck({
  id: 'openai.chat',
  title: 'Chat streams to its end and makes sense',
  question: 'Does the model still answer, in full and sensibly?',
  needs: { http: true },
  timeoutSeconds: 120,
  blames: 'release',
  source: 'OpenAI API: chat completions, streaming',
  hint: "Look at the server's log for the request, and at the chat template of the model.",
  async run({ endpoint, http, settings, signal, progress }) {
    const model = settings.chatModel;
    if (model === undefined) return skip('no model to chat with is named: see settings.chatModel');
    let right = 0;
    const answers: string[] = [];
    for (const pinned of pinnedPrompts) {
      progress(pinned.prompt);
      const { status, body } = await http.request(`${endpoint.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...endpoint.headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          model,
          messages: [{ role: 'user', content: pinned.prompt }],
          stream: true,
          temperature: 0,
          max_tokens: 64,
        }),
        maxBytes: 1024 * 1024,
        signal,
      });
      const seen = { seen: `${status}: ${body.toString('utf8', 0, 300)}` };
      if (status === 401 || status === 403)
        return inconclusive(`the API key was refused with ${status}`, seen);
      if (status !== 200)
        return fail(`POST /v1/chat/completions answered ${status}`, { expected: '200', ...seen });
      const { text, trouble } = completionStream(body.toString());
      if (trouble !== null) return fail(trouble, { expected: 'chunks, then [DONE]', ...seen });
      if (text.trim() === '') return fail('the model said nothing', { expected: 'an answer', ...seen });
      if (rightly(pinned, text)) right++;
      answers.push(text.trim().slice(0, 80));
    }
    const evidence = {
      expected: `at least ${sensibleFrom} of ${pinnedPrompts.length} right`,
      seen: answers.join(' | '),
    };
    return right < sensibleFrom
      ? fail(`only ${right} of ${pinnedPrompts.length} pinned prompts were answered rightly`, evidence)
      : pass(
          `${right} of ${pinnedPrompts.length} pinned prompts answered rightly, each to [DONE]`,
          evidence,
          [promptsRight(right)],
        );
  },
});
