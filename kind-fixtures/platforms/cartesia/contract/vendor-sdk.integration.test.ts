import { createRequire } from 'node:module';
import { connect } from 'node:net';
import type { Cartesia } from '@cartesia/cartesia-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

// The SDK's ESM build cannot load `ws`; as CommonJS it uses it, as in any Node program.
const sdk = createRequire(import.meta.url)('@cartesia/cartesia-js') as typeof import('@cartesia/cartesia-js');

/** The vendor's own SDK speaks to the stand-in: what it accepts is the true protocol. */
const TEXT = 'The quick brown fox jumps over the lazy dog.';
const SECONDS = TEXT.length / 12.5;
const voice = { mode: 'id', id: 'bf0a246a-8642-498a-9950-80c35e9276b5' };
const raw = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 } as const;
const speech = { model_id: 'sonic-3', voice, language: 'en', transcript: TEXT };

let standIn: StandIn;
let client: Cartesia;

beforeAll(async () => {
  standIn = await startStandIn();
  client = new sdk.Cartesia({ apiKey: 'key', baseURL: standIn.url, maxRetries: 0 });
});
afterAll(() => standIn[Symbol.asyncDispose]());

/** The SDK always asks for TLS; the stand-in is plain, as the vendor's API server behind its ingress is. */
function websocket() {
  const port = Number(new URL(standIn.url).port);
  return client.tts.websocket({ createConnection: (() => connect(port, '127.0.0.1')) as never });
}

function isLoud(bytes: Uint8Array): boolean {
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) > 300;
}

describe('status and voices', () => {
  it('answers the status call and the readiness probe', async () => {
    expect(await client.getStatus()).toEqual({ ok: true, version: '2026-08-14' });
    const status = await fetch(`${standIn.url}/status`);
    expect([status.status, status.headers.get('x-standin-release')]).toEqual([200, 'sonic-20260503']);
  });

  it('lists all voices page by page, and clones one', async () => {
    const clip = new File([new Uint8Array(64_000)], 'clip.wav');
    const clone = await client.voices.clone({ clip, language: 'en', name: 'Ada' });
    const names = [];
    for await (const known of client.voices.list({ limit: 2 })) names.push(known.name);
    expect(names).toHaveLength(6);
    expect(names).toContain('Ada');
    expect(await client.voices.get(clone.id)).toMatchObject({ name: 'Ada', access: 'private' });
  });

  it('lists pronunciation dictionaries', async () => {
    expect((await client.pronunciationDicts.list()).data).toEqual([]);
  });
});

describe('bytes', () => {
  it('streams raw audio of the right length, which is not silent', async () => {
    const response = await client.tts.generate({ ...speech, output_format: raw });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length / 32_000).toBeCloseTo(SECONDS, 1);
    expect(isLoud(bytes)).toBe(true);
  });

  it('makes the WAV file of the vendor smoke test', async () => {
    const output_format = { container: 'wav', encoding: 'pcm_f32le', sample_rate: 44_100 } as const;
    const response = await client.tts.generate({ ...speech, output_format });
    const file = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(file.toString('ascii', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(40)).toBe(file.length - 44);
  });
});

it('streams server-sent events with word timestamps', async () => {
  const stream = await client.tts.generateSSE({
    ...speech,
    output_format: raw,
    add_timestamps: true,
    context_id: 'c1',
  });
  const words: string[] = [];
  let bytes = 0;
  let last = '';
  for await (const event of stream) {
    last = event.type;
    if (event.type === 'chunk') bytes += Buffer.from(event.data, 'base64').length;
    if (event.type === 'timestamps') words.push(...event.word_timestamps.words);
    if (event.type !== 'error') expect(event.context_id).toBe('c1');
  }
  expect(last).toBe('done');
  expect(words.join(' ')).toBe(TEXT);
  expect(bytes / 32_000).toBeCloseTo(SECONDS, 1);
});

describe('websocket', () => {
  const options = { model_id: 'sonic-3', voice, output_format: raw, max_buffer_delay_ms: 0 };

  it('serves many contexts on one socket at once', async () => {
    const socket = await websocket();
    const seconds = await Promise.all(
      ['one', 'two', 'three'].map(async (contextId) => {
        const context = socket.context({ ...options, contextId });
        await context.send({ transcript: TEXT, continue: false });
        let bytes = 0;
        for await (const event of context.receive({ timeout: 10_000 })) {
          expect(event.context_id).toBe(contextId);
          if (event.type === 'chunk') bytes += event.audio!.length;
        }
        return bytes / 32_000;
      }),
    );
    socket.close();
    for (const heard of seconds) expect(heard).toBeCloseTo(SECONDS, 1);
  });

  it('continues a context, flushes, and ends it when told', async () => {
    const socket = await websocket();
    const context = socket.context(options);
    await context.push({ transcript: 'The quick brown fox ' });
    await context.push({ transcript: 'jumps over the lazy dog.', flush: true });
    await context.no_more_inputs();
    const types = [];
    const flushIds = new Set();
    for await (const event of context.receive({ timeout: 10_000 })) {
      types.push(event.type);
      if (event.type === 'chunk') flushIds.add(event.flush_id);
    }
    socket.close();
    expect(types.filter((type) => type !== 'chunk')).toEqual(['flush_done', 'done']);
    expect([...flushIds]).toEqual([1]);
  });

  it('sends nothing more of a cancelled context', async () => {
    const socket = await websocket();
    const context = socket.context({ ...options, contextId: 'cancelled' });
    const seen: string[] = [];
    socket.on('event', (event) => seen.push(`${event.context_id} ${event.type}`));
    await context.send({ transcript: `${TEXT} `.repeat(20), continue: false });
    for await (const event of context.receive({ timeout: 10_000 })) if (event.type === 'chunk') break;
    await context.cancel();
    const other = socket.context({ ...options, contextId: 'other' });
    await other.send({ transcript: TEXT, continue: false });
    for await (const _ of other.receive({ timeout: 10_000 }));
    socket.close();
    expect(seen).not.toContain('cancelled done');
    expect(seen.at(-1)).toBe('other done');
  });

  it('answers a wrong request with an error event of the context', async () => {
    const socket = await websocket();
    const context = socket.context({ ...options, model_id: 'sonic-1', contextId: 'wrong' });
    socket.on('error', () => {});
    await context.send({ transcript: TEXT });
    const events = async () => {
      for await (const _ of context.receive({ timeout: 10_000 }));
    };
    await expect(events()).rejects.toThrow("No worker serves 'sonic-1'.");
    socket.close();
  });
});

describe('errors', () => {
  it('are JSON objects for new versions of the API', async () => {
    const wrong = client.tts.generate({ ...speech, voice: 'nobody', output_format: raw });
    await expect(wrong).rejects.toMatchObject({
      status: 404,
      error: { error_code: 'voice_not_found', title: 'Voice not found', request_id: expect.any(String) },
    });
  });

  it('are plain text for older ones', async () => {
    const headers = { 'cartesia-version': '2025-04-16', 'x-api-key': 'key' };
    const response = await fetch(`${standIn.url}/tts/bytes`, { method: 'POST', headers, body: '{}' });
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringMatching(/^Invalid request: model_id/),
    ]);
  });

  it('refuse a call without a key', async () => {
    expect((await fetch(`${standIn.url}/voices`)).status).toBe(401);
  });
});
