import { createRequire } from 'node:module';
import type { Cartesia } from '@cartesia/cartesia-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleServer } from '../bundle.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

// The SDK's ESM build cannot load `ws`; as CommonJS it uses it, as in any Node program.
const sdk = createRequire(import.meta.url)('@cartesia/cartesia-js') as typeof import('@cartesia/cartesia-js');

const TEXT = 'All hands report on deck.';
const { corpus } = await bundleServer();

let standIn: StandIn;
let client: Cartesia;

/** Speech to text by the vendor's SDK, of what the stand-in has said. Without recorded speech there is none. */
describe.skipIf(corpus === undefined)('speech to text', () => {
  beforeAll(async () => {
    standIn = await startStandIn({ SPEECH_CORPUS: corpus! });
    client = new sdk.Cartesia({ apiKey: 'key', baseURL: standIn.url, maxRetries: 0 });
  });
  afterAll(() => standIn[Symbol.asyncDispose]());

  const speak = async (container: 'wav' | 'raw') => {
    const response = await client.tts.generate({
      ...{ model_id: 'sonic-3', language: 'en', transcript: TEXT },
      voice: { mode: 'id', id: 'bf0a246a-8642-498a-9950-80c35e9276b5' },
      output_format: { container, encoding: 'pcm_s16le', sample_rate: 16_000 },
    } as never);
    return new File([new Uint8Array(await response.arrayBuffer())], `speech.${container}`);
  };

  it('hears a WAVE file, word by word', async () => {
    const heard = await client.stt.transcribe({ file: await speak('wav'), model: 'ink-whisper' });
    expect(heard.text).toBe('all hands report on deck');
    expect(heard.duration).toBeCloseTo(TEXT.length / 12.5, 0);
    expect(heard.words?.map(({ word }) => word)).toEqual(['all', 'hands', 'report', 'on', 'deck']);
  });

  it('hears raw audio whose format the query names', async () => {
    const file = await speak('raw');
    const heard = await client.stt.transcribe({
      file,
      model: 'ink-whisper',
      encoding: 'pcm_s16le',
      sample_rate: 16_000,
    });
    expect(heard.text).toBe('all hands report on deck');
  });

  it('refuses a form without a file', async () => {
    const response = await fetch(`${standIn.url}/stt`, {
      method: 'POST',
      headers: { 'x-api-key': 'key' },
      body: new FormData(),
    });
    expect(response.status).toBe(400);
  });
});

it('has no speech to text where no speech was recorded', async () => {
  await using silent = await startStandIn();
  const response = await fetch(`${silent.url}/stt`, {
    method: 'POST',
    headers: { 'x-api-key': 'key' },
    body: new FormData(),
  });
  expect(response.status).toBe(404);
});
