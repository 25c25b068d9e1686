import { describe, expect, test } from 'vitest';
import { implausible, listen } from './audio.ts';

const rate = 16_000;
const text = 'The ship is ready to sail.';

function tone(seconds: number, amplitude: number): Buffer {
  const pcm = Buffer.alloc(Math.round(seconds * rate) * 2);
  for (let index = 0; index < pcm.length / 2; index++) {
    const value = Math.sin((index / rate) * 2 * Math.PI * 220) * amplitude * 32_767;
    pcm.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(value))), index * 2);
  }
  return pcm;
}

describe('audio that can be speech of the text', () => {
  test('two seconds at an ordinary level', () => {
    const facts = listen(tone(2, 0.3), rate);
    expect(facts.seconds).toBeCloseTo(2);
    expect(facts.rms).toBeCloseTo(0.3 / Math.SQRT2, 2);
    expect(implausible(facts, text)).toBeNull();
  });

  test.each([
    ['nothing', Buffer.alloc(0), /no audio/],
    ['silence', tone(2, 0), /silence/],
    ['clipping', tone(2, 3), /clipped/],
    ['a fifth of a second, the rest was cut', tone(0.2, 0.3), /missing or too much/],
    ['twenty seconds', tone(20, 0.3), /missing or too much/],
  ])('is not %s', (_, pcm, says) => {
    expect(implausible(listen(pcm, rate), text)).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(says),
    });
  });
});
