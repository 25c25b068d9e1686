import { expect, test } from 'vitest';
import { openaiChat } from './chat.ts';
import { completionStream } from './completion-stream.ts';
import { openaiEmbeddings } from './embeddings.ts';
import { openaiModels } from './models.ts';

const endpoint = { url: 'http://api', headers: {}, hasApiKey: false };
type Answer = { status: number; text: string };
const ask = (
  check: { run(context: never): Promise<{ outcome: string; reason: string }> },
  settings: object,
  answer: (body: string | undefined) => Answer,
) => {
  const http = {
    request: async (_url: string, { body }: { body?: string }) => {
      const { status, text } = answer(body);
      return { status, headers: {}, body: Buffer.from(text), cut: false };
    },
  };
  const signal = new AbortController().signal;
  return check.run({ endpoint, http, settings, signal, progress: () => {} } as never);
};
const says = (text: string) => `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n`;
const done = 'data: [DONE]\n\n';

test('a stream is read to its end', () => {
  expect(completionStream(`${says('4')}${says('2')}${done}`)).toMatchObject({
    text: '42',
    done: true,
    trouble: null,
  });
  expect(completionStream(says('4')).trouble).toMatch(/without \[DONE\]/);
  expect(completionStream(`data: {"error":{"message":"x"}}\n\n${done}`).trouble).toMatch(/an error/);
  expect(completionStream(`data: nonsense\n\n${done}`).trouble).toMatch(/is none/);
});

const right = (body = '') =>
  /2 \+ 2/.test(body) ? '4' : /France/.test(body) ? 'Paris' : /anchor/.test(body) ? 'anchor' : '9';
test.each([
  [(body?: string) => ({ status: 200, text: `${says(right(body))}${done}` }), 'pass'],
  [() => ({ status: 200, text: `${says('lorem ipsum')}${done}` }), 'fail'],
  [(body?: string) => ({ status: 200, text: says(right(body)) }), 'fail'],
  [() => ({ status: 200, text: done }), 'fail'],
  [() => ({ status: 500, text: 'broken' }), 'fail'],
  [() => ({ status: 401, text: 'key' }), 'inconclusive'],
])('chat %# is %s', async (answer, outcome) => {
  expect(await ask(openaiChat, { chatModel: 'm' }, answer)).toMatchObject({ outcome });
});

test('chat and embeddings skip where no model is named', async () => {
  const never = () => ({ status: 500, text: '' });
  expect(await ask(openaiChat, {}, never)).toMatchObject({ outcome: 'skip' });
  expect(await ask(openaiEmbeddings, {}, never)).toMatchObject({ outcome: 'skip' });
});

const vectors =
  (...all: (number | null)[][]) =>
  () => ({
    status: 200,
    text: JSON.stringify({ data: all.map((embedding, index) => ({ index, embedding })) }),
  });
test.each([
  [vectors([1, 0], [0.9, 0.1], [0, 1]), 'pass'],
  [vectors([1, 0], [0, 1], [0.9, 0.1]), 'fail'],
  [vectors([1, null], [0.9, 0.1], [0, 1]), 'fail'],
  [vectors([1, 0], [0.9, 0.1]), 'fail'],
  [vectors([0, 0], [0, 0], [0, 0]), 'fail'],
  [() => ({ status: 403, text: '' }), 'inconclusive'],
])('embeddings %# are %s', async (answer, outcome) => {
  expect(await ask(openaiEmbeddings, { embeddingModel: 'm' }, answer)).toMatchObject({ outcome });
});

test.each([
  [{}, { status: 200, text: '{"data":[{"id":"a"}]}' }, 'pass'],
  [{ models: ['b'] }, { status: 200, text: '{"data":[{"id":"a"}]}' }, 'fail'],
  [{}, { status: 200, text: '{"data":[]}' }, 'fail'],
  [{}, { status: 200, text: 'hello' }, 'fail'],
  [{}, { status: 404, text: '' }, 'skip'],
  [{}, { status: 503, text: '' }, 'fail'],
])('models %# are %s', async (settings, answer, outcome) => {
  expect(await ask(openaiModels, settings, () => answer as Answer)).toMatchObject({ outcome });
});
