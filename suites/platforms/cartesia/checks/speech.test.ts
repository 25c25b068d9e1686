import { describe, expect, test } from 'vitest';
import { ProbeError } from '../../../probes/probe-error.ts';
import { smokeRequest } from '../requests.ts';
import { contextOf, tone } from '../testing.ts';
import { speechUnderstood } from './speech-understood.ts';
import { stt } from './stt.ts';
import { ttsBytes } from './tts-bytes.ts';
import { ttsSse } from './tts-sse.ts';

const audio = tone(4);

/** Speaks in a tone, and hears what it is told to hear. */
const speaking = (heard: { status?: number; body?: object | string }, settings = {}) =>
  contextOf({ settings, reply: (route) => (route === 'POST /tts/bytes' ? { body: audio } : heard) });
const transcript = (text: string, duration = 4) => ({ body: { text, language: 'en', duration, words: [] } });

describe('cartesia.stt', () => {
  test.each([
    [
      'the words',
      transcript('the ship is ready to sail all hands report on deck'),
      'pass',
      /0 % of the words wrong/,
    ],
    ['two wrong words', transcript('the chip is ready to sail all hands report on duck'), 'pass', /18 %/],
    ['other words', transcript('mumble mumble mumble'), 'fail', /100 % of the words are wrong/],
    ['nothing', transcript(''), 'fail', /100 %/],
    ['a quarter of the audio', transcript(smokeRequest.transcript, 1), 'fail', /of 4\.0 s of audio 1\.0 s/],
    ['an error', { status: 500, body: 'Internal: broken' }, 'fail', /Internal: broken/],
    ['no transcript', { body: 'ok' }, 'inconclusive', /no transcript/],
    ['a refused key', { status: 401, body: 'no' }, 'inconclusive', /API key/],
    ['that it is not deployed', { status: 404, body: 'no' }, 'skip', /not deployed/],
  ] as const)('answered %s', async (_, heard, outcome, reason) => {
    expect(await stt.run(speaking(heard))).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  test('sends the speech as a file, with the model that the user names', async () => {
    let sent = '';
    const context = contextOf({
      settings: { models: ['sonic-3', 'ink-2'] },
      reply: (route, { body }) => {
        if (route === 'POST /tts/bytes') return { body: audio };
        sent = Buffer.from(body as Uint8Array).toString('latin1');
        return transcript(smokeRequest.transcript);
      },
    });
    expect(await stt.run(context)).toMatchObject({ outcome: 'pass' });
    expect(sent).toMatch(/name="model"\r\n\r\nink-2\r\n/);
    expect(sent).toMatch(/filename="seatrial.wav"[\s\S]*RIFF[\s\S]{4}WAVEfmt /);
  });

  test('cannot tell where there is no speech to transcribe', async () => {
    expect(await stt.run(contextOf({ reply: () => ({ status: 500, body: 'x' }) }))).toMatchObject({
      outcome: 'inconclusive',
    });
  });
});

describe('cartesia.speech-understood', () => {
  test.each([
    ['the words', transcript('The ship is ready to sail. All hands report on deck.'), 'pass', /^understood/],
    [
      'them in another order',
      transcript('deck on report hands all sail to ready is ship the'),
      'fail',
      /not understood/,
    ],
    ['that it is not deployed', { status: 404, body: 'no' }, 'pass', /no speech to text is deployed/],
    ['that it is broken', { status: 503, body: 'no' }, 'inconclusive', /503/],
  ] as const)('heard %s', async (_, heard, outcome, reason) => {
    expect(await speechUnderstood.run(speaking(heard))).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('takes silence for no speech, whatever is heard in it', async () => {
    const silent = contextOf({ reply: () => ({ body: Buffer.alloc(audio.length) }) });
    expect(await speechUnderstood.run(silent)).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/silence/),
    });
  });
});

describe('cartesia.tts-sse', () => {
  const event = (name: string, payload: object) => `event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`;
  const chunk = (from: number, to: number) =>
    event('chunk', { type: 'chunk', data: audio.subarray(from, to).toString('base64'), status_code: 206 });
  const whole = chunk(0, 64_000) + chunk(64_000, audio.length);
  const done = event('done', { type: 'done', done: true, status_code: 200 });

  test.each([
    ['speech to its end', whole + done, 'pass', /4\.0 s of speech in 2 events/],
    [
      'events without a type of their own',
      (whole + done).replaceAll(/"type":"\w+",/g, ''),
      'pass',
      /2 events/,
    ],
    ['no done', whole, 'fail', /after 2 chunks, without done/],
    [
      'an error',
      chunk(0, 64_000) +
        event('error', { type: 'error', status_code: 500, title: 'Internal', message: 'lost' }),
      'fail',
      /Internal: lost/,
    ],
    ['too little audio', chunk(0, 16_000) + done, 'fail', /not speech/],
    ['something else', '<html>', 'fail', /without done/],
  ] as const)('brought %s', async (_, body, outcome, reason) => {
    expect(await ttsSse.run(contextOf({ reply: () => ({ body }) }))).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

test.each([ttsBytes, ttsSse])('$id: to be cut off is an answer, to be unreachable is none', async (check) => {
  const failing = (code: 'cut-off' | 'unreachable') =>
    contextOf({
      reply: () => {
        throw new ProbeError(code, 'x');
      },
    });
  expect(await check.run(failing('cut-off'))).toMatchObject({
    outcome: 'fail',
    reason: expect.stringMatching(/broke off/),
  });
  await expect(check.run(failing('unreachable'))).rejects.toMatchObject({ code: 'unreachable' });
});
