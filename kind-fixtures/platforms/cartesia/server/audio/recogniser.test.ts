import { expect, it } from 'vitest';
import { packCorpus, unpackCorpus } from './corpus.ts';
import { decode } from './decoding.ts';
import { encode } from './encoding.ts';
import { Recogniser } from './recogniser.ts';
import { Speaker } from './speech.ts';
import { wavHeader } from './wav.ts';

const rate = 16_000;

/** Two tones of its own per word, of its own length: unlike each other as words are. */
function clip(low: number, high: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, index) =>
      0.3 * Math.sin((index / rate) * 2 * Math.PI * low) +
      0.2 * Math.sin((index / rate) * 2 * Math.PI * high),
  );
}
const corpus = unpackCorpus(
  packCorpus(
    rate,
    new Map([
      ['all', clip(210, 900, 0.2)],
      ['hands', clip(340, 1300, 0.3)],
      ['on', clip(470, 700, 0.15)],
      ['deck', clip(290, 1700, 0.25)],
      ['letter:x', clip(610, 2100, 0.1)],
      ['letter:y', clip(530, 1900, 0.1)],
    ]),
  ),
);
const format = { encoding: 'pcm_s16le', sampleRate: rate } as const;

async function heard(text: string, change = (samples: Float32Array) => samples): Promise<string> {
  const speech = new Speaker(corpus).speak(text, rate);
  const data = encode(change(speech.read(0, speech.samples)), format.encoding);
  const wave = decode(Buffer.concat([wavHeader(format, data.length), data]), { encoding: null, rate: null })!;
  return (await new Recogniser(corpus).hear(wave)).map(({ word }) => word).join(' ');
}

it('hears what its own speaker says, spelled words too', async () => {
  expect(await heard('All hands on deck.')).toBe('all hands on deck');
  expect(await heard('on xyx deck')).toBe('on xyx deck');
});

it('hears no more than there is', async () => {
  expect(await heard('All hands on deck.', (samples) => samples.subarray(0, samples.length / 2))).toBe(
    'all hands',
  );
  expect(await heard('All hands', (samples) => samples.map(() => 0))).toBe('');
  expect(await heard('All hands', (samples) => samples.map((_, index) => Math.sin(index ** 1.5) / 2))).toBe(
    '',
  );
});
