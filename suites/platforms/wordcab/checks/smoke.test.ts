import { describe, expect, test } from 'vitest';
import { pinnedPrompts } from '../../../checks/quality/pinned-prompts.ts';
import { type Asked, ask, snapshotOf } from '../../../checks/testing/cluster.ts';
import type { HttpRequest } from '../../../probes/http/probe.ts';
import { noSettings } from '../../../settings.ts';
import { meanings, sentence } from '../sentences.ts';
import { sketchOf } from '../sketch.ts';
import { answering, deploymentAnswer, idsAnswer, listOf, modelIn, type Replies } from '../testing.ts';
import { chat } from './chat.ts';
import { embeddings } from './embeddings.ts';
import { models } from './models.ts';
import { speech } from './speech.ts';
import { transcripts } from './transcripts.ts';

type Row = [string, Asked, string, RegExp];
const deployments: Replies = { 'GET /v1/deployments': deploymentAnswer() };

/** 16-bit PCM at 16 kHz, as loud as speech. */
function tone(seconds: number): Buffer {
  const pcm = Buffer.alloc(Math.round(seconds * 16_000) * 2);
  for (let index = 0; index < pcm.length / 2; index++)
    pcm.writeInt16LE(Math.round(Math.sin((index / 16_000) * 2 * Math.PI * 220) * 9000), index * 2);
  return pcm;
}

describe('wordcab.chat', () => {
  const answers = ['4', 'Paris', 'anchor', '9'];
  const asked = (request: HttpRequest): number => {
    const { content } = JSON.parse(String(request.body)).messages[0];
    return pinnedPrompts.findIndex(({ prompt }) => prompt === content);
  };
  const stream = (text: string, end = 'data: [DONE]\n\n') =>
    `data: ${JSON.stringify({ choices: [{ delta: { role: 'assistant' } }] })}\n\ndata: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n${end}`;
  const at = (reply: (request: HttpRequest) => { status?: number; body: string }): Asked =>
    answering({ ...deployments, 'POST /v1/chat/completions': reply });
  test.each<Row>([
    ['passes', at((request) => ({ body: stream(answers[asked(request)]!) })), 'pass', /4 of 4/],
    [
      'lets a small model miss some',
      at((request) => ({ body: stream(asked(request) < 2 ? answers[asked(request)]! : '?') })),
      'pass',
      /2 of 4/,
    ],
    ['fails without [DONE]', at(() => ({ body: stream('4', '') })), 'fail', /without \[DONE\]/],
    [
      'fails on an error in the stream',
      at(() => ({ body: 'data: {"error":{"message":"oom"}}\n\n' })),
      'fail',
      /error in the stream/,
    ],
    ['fails on nonsense', at(() => ({ body: stream('qx') })), 'fail', /0 of 4/],
    ['fails on silence', at(() => ({ body: stream('') })), 'fail', /said nothing/],
    ['fails on an error', at(() => ({ status: 500, body: 'no' })), 'fail', /answered 500/],
    ['accuses nobody of a full platform', at(() => ({ status: 429, body: 'later' })), 'inconclusive', /429/],
    ['accuses nobody of a refused key', at(() => ({ status: 401, body: 'no' })), 'inconclusive', /API key/],
  ])('%s', async (_, given, outcome, reason) => {
    expect(await ask(chat, given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  test('asks the model that the deployment routes to', async () => {
    const replies: Replies = {
      'GET /v1/deployments': deploymentAnswer({ routes: { llm: 'other' } }),
      'POST /v1/chat/completions': (request) => ({ status: modelIn(request) === 'other' ? 500 : 404 }),
    };
    expect(await ask(chat, answering(replies))).toMatchObject({ reason: 'chat with other answered 500' });
  });
});

describe('wordcab.embeddings', () => {
  /** Three vectors of unit length: the second near the first, the third not. */
  const vectors = (size = 1024): number[][] => {
    const axis = (at: number, share: number) => {
      const vector = new Array<number>(size).fill(0);
      vector[at] = share;
      vector[at + 1] = Math.sqrt(1 - share ** 2);
      return vector;
    };
    return [axis(0, 1), axis(0, 0.9), axis(7, 1)];
  };
  const at = (data: (number | null)[][], recorded?: string): Asked => ({
    ...answering({
      'GET /v1/models': idsAnswer('qwen3.5-4b', 'bge-m3'),
      'POST /v1/embeddings': listOf(...data.map((embedding, index) => ({ index, embedding }))),
    }),
    ...(recorded !== undefined && { settings: { ...noSettings, vectors: { 'bge-m3': recorded } } }),
  });
  const [anchor, near, far] = vectors() as [number[], number[], number[]];
  const other = [...anchor.slice(3), ...anchor.slice(0, 3)];
  test.each<Row>([
    ['passes, and says that nothing is recorded', at(vectors()), 'pass', /no vector is recorded/],
    ['passes by the recorded vector', at(vectors(), sketchOf(anchor)), 'pass', /cosine 1.000/],
    ['fails in another space', at(vectors(), sketchOf(other)), 'fail', /another space/],
    ['fails on half of the dimensions', at(vectors(512)), 'fail', /512 dimensions/],
    ['fails on holes', at([[null, ...anchor.slice(1)], near, far]), 'fail', /1 numbers .* not finite/],
    ['fails on length', at(vectors().map((one) => one.map((value) => value * 3))), 'fail', /length 3.000/],
    ['fails where meanings are not told apart', at([anchor, far, near]), 'fail', /no nearer/],
    ['fails on too few vectors', at([anchor]), 'fail', /did not answer 3/],
    ['cannot tell by what is no sketch', at(vectors(), 'x'), 'inconclusive', /no sketch/],
    [
      'skips without an embedding model',
      answering({ 'GET /v1/models': idsAnswer('qwen3-tts') }),
      'skip',
      /no embedding model/,
    ],
  ])('%s', async (_, given, outcome, reason) => {
    expect(Object.values(meanings)).toHaveLength(3);
    expect(await ask(embeddings, given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('wordcab.speech', () => {
  const at = (status: number, body: Buffer): Asked =>
    answering({ ...deployments, 'POST /v1/audio/speech': { status, body } });
  test.each<Row>([
    ['passes', at(200, tone(4)), 'pass', /4.0 s of speech/],
    ['fails on silence', at(200, Buffer.alloc(128_000)), 'fail', /silence/],
    ['fails on a part', at(200, tone(0.8)), 'fail', /missing/],
    ['fails on an error', at(500, Buffer.from('no')), 'fail', /500/],
  ])('%s', async (_, given, outcome, reason) => {
    expect(await ask(speech, given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('wordcab.transcripts', () => {
  const removed: string[] = [];
  const at = (job: object, posted: object = { status: 202, body: { id: 'tr_1', status: 'queued' } }): Asked =>
    answering({
      ...deployments,
      'POST /v1/audio/speech': { body: tone(4) },
      'POST /api/v1/transcripts': posted,
      'GET /api/v1/transcripts/tr_1': job,
      'DELETE /api/v1/transcripts/tr_1': () => {
        removed.push('tr_1');
        return {};
      },
    });
  const done = (over: object) => ({ body: { id: 'tr_1', status: 'completed', ...over } });
  test.each<Row>([
    ['passes', at(done({ text: sentence.toLowerCase() })), 'pass', /understood, 0 %/],
    ['finds the text where others keep it', at(done({ transcript: { text: sentence } })), 'pass', /0 %/],
    ['fails on other words', at(done({ text: 'something else' })), 'fail', /not understood/],
    ['fails on a job that failed', at(done({ status: 'failed' })), 'fail', /job failed/],
    ['fails on a job that is gone', at({ status: 404 }), 'fail', /could not be read: 404/],
    ['fails where no job is taken', at({}, { status: 500 }), 'fail', /answered 500/],
    ['cannot tell where the text is elsewhere', at(done({})), 'inconclusive', /not where we look/],
    ['cannot tell without speech', answering(deployments), 'inconclusive', /no speech/],
  ])('%s', async (_, given, outcome, reason) => {
    removed.length = 0;
    const found = await ask(transcripts, given);
    expect(found).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
    const made = !/no speech|answered 500/.test(found.reason);
    expect(removed).toEqual(made ? ['tr_1'] : []);
  });
});

describe('wordcab.models', () => {
  const recordOf = (tag: string, ...ids: string[]) => snapshotOf({ tag, inventory: { models: ids } });
  const at = (ids: string[], more: Asked, call: (model: string) => number = () => 200): Asked => ({
    subject: { tag: 'v1.9.0' },
    ...answering({
      'GET /v1/models': idsAnswer(...ids),
      'POST /v1/chat/completions': (request) => ({ status: call(modelIn(request)) }),
      'POST /v1/audio/speech': (request) => ({ status: call(modelIn(request)) }),
    }),
    ...more,
  });
  const had = { before: recordOf('v1.8.0', 'qwen3.5-4b', 'kokoro') };
  const ids = ['qwen3.5-4b', 'kokoro', 'new'];
  test.each<Row>([
    ['passes', at(ids, had), 'pass', /all 2 models/],
    ['fails on a lost one', at(['qwen3.5-4b'], had), 'fail', /1 of 2 models are lost: kokoro/],
    [
      'fails on one that settings name',
      at(ids, { settings: { ...noSettings, models: ['bge-m3'] } }),
      'fail',
      /bge-m3/,
    ],
    [
      'fails on one that cannot be called',
      at(ids, had, (id) => (id === 'kokoro' ? 404 : 200)),
      'fail',
      /kokoro is listed, and cannot be called/,
    ],
    ['lets one rest at zero replicas', at(ids, had, () => 503), 'pass', /put off when called/],
    ['cannot tell by an error', at(ids, had, () => 500), 'inconclusive', /answered 500/],
    [
      'lets a new major drop models',
      at(['qwen3.5-4b'], { before: recordOf('v0.9.0', 'kokoro') }),
      'skip',
      /no models to hold against/,
    ],
    ['fails on none', at([], had), 'fail', /no model is listed/],
    ['skips without anything to hold against', at(ids, {}), 'skip', /settings.models/],
    [
      'accuses nobody of a refused key',
      answering({ 'GET /v1/models': { status: 401 } }),
      'inconclusive',
      /API key/,
    ],
  ])('%s', async (_, given, outcome, reason) => {
    expect(await ask(models, given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});
