import type { Corpus } from './corpus.ts';
import { type Clip, resample } from './samples.ts';
import { toneWord } from './tones.ts';

/** Characters of text per second of audio, blanks included: ties chars/s and RTF of the vendor's table. */
export const CHARS_PER_SECOND = 12.5;

const SHORTEST_PAUSE = 0.02;
const MAX_CACHED_CLIPS = 4096;

export interface SpokenWord {
  readonly word: string;
  /** Seconds from the start of the speech. */
  readonly start: number;
  readonly end: number;
}

/** A transcript laid out in time. Samples are made when read, so that a long text costs nothing at the start. */
export interface Speech {
  readonly words: readonly SpokenWord[];
  readonly samples: number;
  /** Samples `from` (inclusive) to `to` (exclusive), silence between the words. */
  read(from: number, to: number): Float32Array;
}

interface Placed {
  readonly at: number;
  readonly clip: Clip;
}

/** Lays transcripts out word by word: recorded words where there are any, letter sounds or tones where not. */
export class Speaker {
  readonly #corpus: Corpus;
  readonly #clips = new Map<string, Clip>();

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  speak(transcript: string, rate: number): Speech {
    const written = transcript.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    const clips = written.map((word) => this.#word(word, rate));
    const spoken = clips.reduce((sum, clip) => sum + clip.samples.length, 0);
    const wanted = Math.round((transcript.trim().length / CHARS_PER_SECOND) * rate);
    const pause = Math.max(SHORTEST_PAUSE * rate, (wanted - spoken) / Math.max(1, clips.length));
    let at = 0;
    const placed = clips.map((clip): Placed => {
      const start = Math.round(at);
      at += clip.samples.length + pause;
      return { at: start, clip };
    });
    const total = Math.max(Math.round(at), 1);
    return {
      samples: total,
      words: placed.map(({ at: start, clip }, index) => ({
        word: written[index]!,
        start: start / rate,
        end: (start + clip.samples.length) / rate,
      })),
      read: (from, to) => cut(placed, from, Math.min(to, total)),
    };
  }

  #word(written: string, rate: number): Clip {
    const word = written.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '');
    const key = `${rate}:${word}`;
    const known = this.#clips.get(key);
    if (known) return known;
    const clip = resample(this.#recorded(word), rate);
    if (this.#clips.size >= MAX_CACHED_CLIPS) this.#clips.delete(this.#clips.keys().next().value!);
    this.#clips.set(key, clip);
    return clip;
  }

  #recorded(word: string): Clip {
    const whole = this.#corpus.clip(word);
    if (whole) return whole;
    const letters = [...word].map((letter) => this.#corpus.clip(`letter:${letter}`) ?? toneWord(letter));
    return join(letters);
  }
}

function join(clips: readonly Clip[]): Clip {
  const rate = clips[0]?.rate ?? 16_000;
  const same = clips.map((clip) => resample(clip, rate).samples);
  const samples = new Float32Array(same.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of same) {
    samples.set(part, at);
    at += part.length;
  }
  return { rate, samples };
}

function cut(placed: readonly Placed[], from: number, to: number): Float32Array {
  const out = new Float32Array(Math.max(0, to - from));
  for (const { at, clip } of placed) {
    if (at >= to || at + clip.samples.length <= from) continue;
    const first = Math.max(from, at);
    const last = Math.min(to, at + clip.samples.length);
    out.set(clip.samples.subarray(first - at, last - at), first - from);
  }
  return out;
}
