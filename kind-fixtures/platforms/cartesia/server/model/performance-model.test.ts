import { describe, expect, it } from 'vitest';
import { CHARS_PER_SECOND } from '../audio/speech.ts';
import { quantiles } from '../truth/quantiles.ts';
import { h100 } from './h100.ts';
import { CHUNK_SECONDS, PerformanceModel } from './performance-model.ts';
import { levelAt } from './performance-table.ts';
import { Random } from './random.ts';
import { RunNoise } from './run-noise.ts';

const model = new PerformanceModel(h100);
const DRAWS = 20_000;

describe.each(h100.levels)('at $concurrency streams per H100', (level) => {
  const random = new Random(`fit/${level.concurrency}`);
  const draws = Array.from({ length: DRAWS }, () => model.draw(level.concurrency, random));

  it('draws the published TTFA p50 and p95', () => {
    const ttfa = quantiles(draws.map(({ ttfaMs }) => ttfaMs))!;
    expect(ttfa.p50 / level.ttfaP50Ms).toBeCloseTo(1, 1);
    expect(Math.abs(ttfa.p50 / level.ttfaP50Ms - 1)).toBeLessThan(0.02);
    expect(Math.abs(ttfa.p95 / level.ttfaP95Ms - 1)).toBeLessThan(0.02);
  });

  it.each([20, 60, 500])(
    'gives the published characters per second and RTF for texts of %i characters',
    (chars) => {
      const audio = chars / CHARS_PER_SECOND;
      const total = draws.map(
        ({ ttfaMs, pace }) =>
          (ttfaMs + model.msPerAudioSecond(level.concurrency, chars) * (audio - CHUNK_SECONDS) * pace) / 1000,
      );
      const mean = total.reduce((sum, value) => sum + value, 0) / total.length;
      const charsPerSecond = (chars * level.concurrency) / mean;
      expect(Math.abs(charsPerSecond / level.charsPerSecond - 1)).toBeLessThan(0.01);
      // The vendor rounds to 0.05, and our 12.5 characters per second of audio are an assumption.
      const published = { 1: 0.1, 2: 0.1, 4: 0.15, 8: 0.2, 12: 0.2, 16: 0.3 }[level.concurrency]!;
      expect(Math.abs(mean / audio - published)).toBeLessThanOrEqual(0.05);
    },
  );
});

describe('between and beyond the levels', () => {
  it('rises steadily in TTFA and never gains throughput beyond the table', () => {
    for (let streams = 2; streams <= 32; streams += 1) {
      const [less, more] = [levelAt(h100, streams - 1), levelAt(h100, streams)];
      expect(more.ttfaP50Ms).toBeGreaterThanOrEqual(less.ttfaP50Ms);
      expect(more.charsPerSecond).toBeLessThanOrEqual(795);
    }
    expect(levelAt(h100, 6).ttfaP50Ms).toBe(100);
  });
});

describe('run noise', () => {
  it('is about 1 % from run to run, the same for the same seed and minute', () => {
    const options = { podSpread: 0.007, minuteSpread: 0.007 };
    const factors = Array.from({ length: 4000 }, (_, run) =>
      Math.log(new RunNoise({ ...options, seed: `run ${run}` }).factor(0)),
    );
    const sd = Math.sqrt(factors.reduce((sum, factor) => sum + factor * factor, 0) / factors.length);
    expect(sd).toBeGreaterThan(0.0095);
    expect(sd).toBeLessThan(0.0103);
    const noise = () => new RunNoise({ ...options, seed: 'one' });
    expect(noise().factor(60_000)).toBe(noise().factor(119_999));
    expect(noise().factor(60_000)).not.toBe(noise().factor(120_000));
  });
});
