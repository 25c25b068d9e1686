import { setImmediate } from 'node:timers/promises';
import type { Corpus } from './corpus.ts';
import { type Clip, resample } from './samples.ts';
import type { SpokenWord } from './speech.ts';

/** A sample above this is speech; clips and what is heard are aligned at their first such sample. */
const LOUD = 0.02;
/** Samples at the start that decide which words are compared in full. */
const ONSET = 800;
const ONSET_STEP = 4;
const ALIKE_AT_ONSET = 0.7;
const ALIKE = 0.85;
/** Unknown sounds are skipped in steps of 20 ms. */
const SKIP_SECONDS = 0.02;
/** Letters of one word follow each other without a pause. */
const JOINED_SAMPLES = 8;

interface Template {
  readonly key: string;
  readonly samples: Float32Array;
  /** The first loud sample. */
  readonly from: number;
}

/**
 * Hears what the stand-in's own synthesiser said, and nothing else: each stretch of sound is compared with the
 * recorded words. It is no speech recognition; it lets a harness prove that words came through whole.
 */
export class Recogniser {
  readonly #corpus: Corpus;
  #templates: readonly Template[] | undefined;

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  async hear(clip: Clip): Promise<SpokenWord[]> {
    const templates = this.#known();
    const rate = this.#corpus.clip(this.#corpus.words[0] ?? '')?.rate ?? clip.rate;
    const { samples } = resample(clip, rate);
    const words: SpokenWord[] = [];
    let lastEnd = Number.NEGATIVE_INFINITY;
    let lastWasLetter = false;
    for (let at = firstLoud(samples, 0); at >= 0; ) {
      // The pod also serves: one word at a time.
      await setImmediate();
      const found = best(templates, samples, at);
      if (!found) {
        at = firstLoud(samples, at + Math.round(SKIP_SECONDS * rate));
        continue;
      }
      const start = at - found.from;
      const end = start + found.samples.length;
      const letter = /^letter:(.*)$/.exec(found.key)?.[1];
      const before = words.at(-1);
      if (letter && lastWasLetter && before && Math.abs(start - lastEnd) <= JOINED_SAMPLES)
        words[words.length - 1] = { ...before, word: before.word + letter, end: end / rate };
      else words.push({ word: letter ?? found.key, start: start / rate, end: end / rate });
      lastEnd = end;
      lastWasLetter = letter !== undefined;
      at = firstLoud(samples, end);
    }
    return words;
  }

  #known(): readonly Template[] {
    this.#templates ??= this.#corpus.words.flatMap((key): Template[] => {
      const samples = this.#corpus.clip(key)!.samples;
      const from = firstLoud(samples, 0);
      return from < 0 ? [] : [{ key, samples, from }];
    });
    return this.#templates;
  }
}

function firstLoud(samples: Float32Array, from: number): number {
  for (let index = Math.max(0, from); index < samples.length; index += 1)
    if (Math.abs(samples[index]!) > LOUD) return index;
  return -1;
}

function best(templates: readonly Template[], heard: Float32Array, at: number): Template | undefined {
  let found: Template | undefined;
  let most = ALIKE;
  for (const template of templates) {
    const length = template.samples.length - template.from;
    const onset = Math.min(ONSET, length);
    if (likeness(template, heard, at, onset, ONSET_STEP) < ALIKE_AT_ONSET) continue;
    const alike = likeness(template, heard, at, length, 1);
    // Of two that fit as well, the longer one explains more.
    if (
      alike > most + 1e-6 ||
      (alike > most - 1e-6 && found && template.samples.length > found.samples.length)
    ) {
      found = template;
      most = Math.max(most, alike);
    }
  }
  return found;
}

/** Normalised correlation: 1 for the same wave at any loudness. What is missing at the end counts as silence. */
function likeness(
  { samples, from }: Template,
  heard: Float32Array,
  at: number,
  length: number,
  step: number,
): number {
  let dot = 0;
  let own = 0;
  let other = 0;
  for (let index = 0; index < length; index += step) {
    const a = samples[from + index]!;
    const b = heard[at + index] ?? 0;
    dot += a * b;
    own += a * a;
    other += b * b;
  }
  return own === 0 || other === 0 ? 0 : dot / Math.sqrt(own * other);
}
