import type { Clip } from './samples.ts';

const RATE = 16_000;
const LETTER_SECONDS = 0.07;
const PITCH = 120;

/** First two formants of the vowels, Hz (rounded from Peterson and Barney, 1952). */
const formants: Record<string, [number, number]> = {
  a: [730, 1090],
  e: [530, 1840],
  i: [270, 2290],
  o: [570, 840],
  u: [300, 870],
  y: [390, 1990],
};

/**
 * What is played for a word that no recording exists of: a voiced two-formant tone for each vowel, a short
 * noise for each consonant. It has the length, the energy and the rhythm of speech, and cannot be understood.
 */
export function toneWord(word: string): Clip {
  const letters = [...word];
  const perLetter = Math.round(RATE * LETTER_SECONDS);
  const samples = new Float32Array(letters.length * perLetter);
  letters.forEach((letter, position) => {
    const vowel = formants[letter];
    let noise = 1 + letter.charCodeAt(0);
    for (let index = 0; index < perLetter; index += 1) {
      const time = index / RATE;
      const envelope = Math.sin((Math.PI * index) / perLetter);
      noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
      const value = vowel ? voiced(time, vowel) : (noise / 2 ** 31 - 1) * 0.15;
      samples[position * perLetter + index] = value * envelope;
    }
  });
  return { rate: RATE, samples };
}

function voiced(time: number, [first, second]: [number, number]): number {
  const glottis = 0.6 + 0.4 * Math.sin(2 * Math.PI * PITCH * time);
  return (
    glottis * (0.3 * Math.sin(2 * Math.PI * first * time) + 0.15 * Math.sin(2 * Math.PI * second * time))
  );
}
