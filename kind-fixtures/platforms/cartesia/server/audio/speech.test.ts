import { describe, expect, it } from 'vitest';
import { packCorpus, unpackCorpus } from './corpus.ts';
import { type Encoding, encode, encodings, width } from './encoding.ts';
import { fromALaw, fromMuLaw, toALaw, toMuLaw } from './g711.ts';
import { resample } from './samples.ts';
import { CHARS_PER_SECOND, Speaker } from './speech.ts';
import { wavHeader } from './wav.ts';

const tone = (seconds: number, rate = 16_000) =>
  Float32Array.from(
    { length: seconds * rate },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * index) / rate),
  );

const corpus = unpackCorpus(
  packCorpus(
    16_000,
    new Map([
      ['hello', tone(0.3)],
      ['world', tone(0.25)],
    ]),
  ),
);

const energy = (samples: Float32Array) =>
  samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;

describe('speech', () => {
  it('is as long as its text at 12.5 characters a second, and not silent', () => {
    const text = 'hello world hello world hello';
    const speech = new Speaker(corpus).speak(text, 24_000);
    expect(speech.samples / 24_000).toBeCloseTo(text.length / CHARS_PER_SECOND, 2);
    expect(energy(speech.read(0, speech.samples))).toBeGreaterThan(0.01);
    expect(speech.words.map(({ word }) => word)).toEqual(text.split(' '));
  });

  it('reads the same samples in pieces as at once', () => {
    const speech = new Speaker(corpus).speak('hello, unknown world!', 16_000);
    const whole = speech.read(0, speech.samples);
    const pieces = [];
    for (let at = 0; at < speech.samples; at += 777) pieces.push(...speech.read(at, at + 777));
    expect(pieces).toEqual([...whole]);
  });

  it('makes a sound for words that nobody recorded', () => {
    const speech = new Speaker({ size: 0, words: [], clip: () => undefined }).speak('xylophone', 8000);
    expect(energy(speech.read(0, speech.samples))).toBeGreaterThan(0.001);
  });

  it('keeps length and level when resampled', () => {
    for (const rate of [8000, 22_050, 48_000]) {
      const clip = resample({ rate: 16_000, samples: tone(0.5) }, rate);
      expect(clip.samples.length / rate).toBeCloseTo(0.5, 3);
      expect(energy(clip.samples)).toBeGreaterThan(0.1);
    }
  });
});

describe('encodings', () => {
  it('come back from G.711 within its quantisation', () => {
    for (let sample = -1; sample <= 1; sample += 0.001) {
      const step = Math.max(0.005, Math.abs(sample) * 0.05);
      expect(Math.abs(fromMuLaw(toMuLaw(sample)) - sample)).toBeLessThan(step);
      expect(Math.abs(fromALaw(toALaw(sample)) - sample)).toBeLessThan(step);
    }
    // Published code words: silence is 0xFF in mu-law and 0xD5 in A-law.
    expect([toMuLaw(0), toALaw(0)]).toEqual([0xff, 0xd5]);
  });

  it.each(encodings)('%s has its width, also in the WAV header', (encoding: Encoding) => {
    const bytes = encode(tone(0.1), encoding);
    expect(bytes.length).toBe(1600 * width(encoding));
    const header = Buffer.from(wavHeader({ encoding, sampleRate: 16_000 }, bytes.length));
    expect(header.readUInt32LE(28)).toBe(16_000 * width(encoding));
    expect(header.readUInt32LE(40)).toBe(bytes.length);
  });
});
