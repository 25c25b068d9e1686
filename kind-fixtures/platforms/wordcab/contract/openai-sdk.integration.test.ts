import OpenAI, { toFile } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../server/faults/fault.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const sentence = 'The ship is ready to sail. All hands report on deck.';

let standIn: StandIn;
let client: OpenAI;
beforeAll(async () => {
  standIn = await startStandIn();
  client = new OpenAI({ apiKey: 'wc_live_test', baseURL: `${standIn.url}/v1`, maxRetries: 0 });
});
afterAll(() => standIn[Symbol.asyncDispose]());
afterEach(() => order());

/** Ordered on the platform, heard by the pools within half a second. */
async function order(...faults: Partial<Fault>[]): Promise<void> {
  const response = await fetch(`${standIn.admin}/faults`, { method: 'POST', body: JSON.stringify(faults) });
  expect(response.status).toBe(200);
  const heard = () => standIn.pools.map(({ faults: board }) => board.ordered);
  const ordered = faults.map((fault) => expect.objectContaining(fault));
  await expect.poll(heard).toEqual(standIn.pools.map(() => ordered));
}

const speak = (model = 'qwen3-tts', format: object = { response_format: 'wav', sample_rate: 16_000 }) =>
  client.audio.speech.create({ model, voice: 'ember', input: sentence, ...format } as never);

describe('the OpenAI SDK', () => {
  it('lists models and finds one by id', async () => {
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toEqual(['qwen3-asr', 'qwen3-tts', 'kokoro', 'qwen3.5-4b', 'bge-m3']);
    expect((await client.models.retrieve('qwen3.5-4b')).object).toBe('model');
    await expect(client.models.retrieve('gpt-5')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('chats, whole and as a stream to its end', async () => {
    const request = {
      model: 'qwen3.5-4b',
      messages: [{ role: 'user' as const, content: 'What is the capital of France?' }],
    };
    const whole = await client.chat.completions.create(request);
    expect(whole.choices[0]?.message.content).toBe('Paris');
    const stream = await client.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let last: OpenAI.ChatCompletionChunk | undefined;
    const ids = new Set<string>();
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      ids.add(chunk.id);
      last = chunk;
    }
    expect([text, ids.size, last?.choices, last?.usage?.completion_tokens]).toEqual(['Paris', 1, [], 1]);
  });

  it('embeds, by base64 as it asks for by itself and by numbers', async () => {
    const input = ['The ship is ready to sail.', 'An invoice was paid.'];
    const packed = await client.embeddings.create({ model: 'bge-m3', input });
    const plain = await client.embeddings.create({ model: 'bge-m3', input, encoding_format: 'float' });
    expect(packed.data.map(({ embedding }) => embedding.length)).toEqual([1024, 1024]);
    expect(packed.data[1]!.embedding).toEqual(plain.data[1]!.embedding);
    expect(Math.hypot(...plain.data[0]!.embedding)).toBeCloseTo(1, 5);
  });

  it('speaks in the documented formats', async () => {
    const wav = Buffer.from(await (await speak()).arrayBuffer());
    expect([wav.toString('ascii', 0, 4), wav.readUInt32LE(24)]).toEqual(['RIFF', 16_000]);
    const pcm = { response_format: 'pcm16', sample_rate: 16_000, stream: true };
    const raw = Buffer.from(await (await speak('qwen3-tts', pcm)).arrayBuffer());
    expect(raw.equals(wav.subarray(44))).toBe(true);
    await expect(speak('qwen3-tts', { response_format: 'pcm16' })).rejects.toThrow(/sample_rate/);
    await expect(speak('gpt-4o-tts')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('is refused without a key', async () => {
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${standIn.url}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});

describe('the control plane', () => {
  const authorization = 'Bearer wc_live_test';
  const api = async (method: string, path: string, body?: FormData) => {
    const answer = await fetch(`${standIn.url}${path}`, {
      method,
      headers: { authorization },
      ...(body && { body }),
    });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };

  it('tells deployments under both prefixes, and pools', async () => {
    const [one, other] = await Promise.all([
      api('GET', '/v1/deployments'),
      api('GET', '/api/v1/deployments'),
    ]);
    expect(one).toEqual(other);
    expect(one.json).toMatchObject({ data: [{ name: 'wordcab', health: 'healthy' }], has_more: false });
    expect((await api('GET', '/v1/deployments/dep_wordcab/pools')).json.data).toHaveLength(3);
  });

  it('transcribes what its own voice said, keeps what was there, and removes a job', async (context) => {
    context.skip(!standIn.speaks, 'espeak-ng is missing: nothing can be understood');
    const form = new FormData();
    form.set('file', await toFile(Buffer.from(await (await speak()).arrayBuffer()), 'a.wav'));
    form.set('model', 'qwen3-asr');
    const { status, json } = await api('POST', '/api/v1/transcripts', form);
    expect([status, json.status]).toEqual([202, 'queued']);
    const path = `/api/v1/transcripts/${json.id}`;
    await expect.poll(async () => (await api('GET', path)).json.status).toBe('completed');
    expect((await api('GET', path)).json.text).toBe('the ship is ready to sail all hands report on deck');
    const ids = async () =>
      ((await api('GET', '/api/v1/transcripts')).json.data as { id: string }[]).map(({ id }) => id);
    expect(await ids()).toEqual(['tr_old', json.id]);
    expect((await api('DELETE', path)).status).toBe(200);
    expect(await ids()).toEqual(['tr_old']);
  });
});

describe('faults at run time', () => {
  it('fail requests, at their rate and of their pool only', async () => {
    await order({ id: 'errors', rate: 1 });
    await expect(speak()).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    await order({ id: 'silence', rate: 1, pool: 'llm' });
    const wav = Buffer.from(await (await speak()).arrayBuffer());
    expect(wav.subarray(44).every((byte) => byte === 0)).toBe(false);
  });

  it('change vectors, and end', async () => {
    const ask = async () =>
      (await client.embeddings.create({ model: 'bge-m3', input: 'ship', encoding_format: 'float' })).data[0]!
        .embedding;
    const before = await ask();
    await order({ id: 'wrong-vectors', how: 'other-space' });
    expect(await ask()).not.toEqual(before);
    await order({ id: 'wrong-vectors', how: 'short' });
    expect(await ask()).toHaveLength(512);
    await order();
    expect(await ask()).toEqual(before);
  });

  it('make a pool not ready', async () => {
    await order({ id: 'never-ready', pool: 'tts' });
    const status = async (index: number) =>
      (await fetch(`http://127.0.0.1:${standIn.pools[index]!.adminPort}/healthz`)).status;
    expect([await status(0), await status(1)]).toEqual([200, 503]);
  });

  it('are refused when they make no sense', async () => {
    const response = await fetch(`${standIn.admin}/faults`, {
      method: 'POST',
      body: '[{"id":"short-audio"}]',
    });
    expect(response.status).toBe(400);
  });
});

it('counts what it answered, and shows the documented series', async () => {
  await speak();
  const truth = (await (await fetch(`${standIn.admin}/truth`)).json()) as { answers: Record<string, number> };
  expect(truth.answers['POST /v1/audio/speech 200']).toBeGreaterThan(0);
  const series = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(await series(standIn.pools[1]!.adminPort)).toMatch(
    /wordcab_tts_first_audio_seconds_count\{pool="tts",voice="ember"\} \d/,
  );
  expect(await (await fetch(`${standIn.admin}/metrics`)).text()).toMatch(/wordcab_requests_total\{route=/);
});
