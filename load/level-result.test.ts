import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { expect, it } from 'vitest';
import { definitions } from './definitions.ts';
import { levelResult } from './level-result.ts';
import { scalarOf } from './result.ts';
import { sampleTally } from './testing/records.ts';

/** Milliseconds 1, 2, … n. */
function ramp(n: number): string {
  const histogram = build({
    bitBucketSize: 32,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (let ms = 1; ms <= n; ms++) histogram.recordValue(ms * 1000);
  return encodeIntoCompressedBase64(histogram);
}

const level = (
  complete: number,
  change: (tally: ReturnType<typeof sampleTally>) => void,
  output?: 'text' | 'items',
) => {
  const tally = sampleTally(complete);
  change(tally);
  return levelResult({ streams: 1, output, complete: true, windowSeconds: 2, clock: 'kernel', tally });
};

it('gives a percentile with the bounds that support it', () => {
  const result = level(100, (tally) => Object.assign(tally.histograms, { ttft: ramp(100) }));
  const p95 = scalarOf(result, 'ttft_p95')!;
  expect(p95.value).toBeCloseTo(95, 0);
  expect(p95.bounds!.low).toBeCloseTo(91, 0);
  expect(p95.bounds!.high).toBeCloseTo(99, 0);
  expect(result.unwarranted).toEqual([{ definition: 'ttft_p99', samples: 100, needs: 299 }]);
  expect(scalarOf(result, 'ttft_max')).not.toHaveProperty('bounds');
});

it('counts the requests where samples hang together', () => {
  const result = level(20, (tally) => Object.assign(tally.histograms, { gap: ramp(1000) }));
  expect(result.unwarranted.map(({ definition, samples }) => [definition, samples])).toEqual([
    ['gap_p90', 20],
    ['gap_p95', 20],
    ['gap_p99', 20],
  ]);
  const { value, bounds, samples } = scalarOf(result, 'gap_p50')!;
  expect([Math.round(value), samples]).toEqual([500, 1000]);
  expect(bounds!.low).toBeLessThan(310);
  expect(bounds!.high).toBeGreaterThan(690);
});

it('tells tokens where the service told them of each, and events where not', () => {
  const nothing = { characters: 0, audioSeconds: 0 };
  const brought = { ...nothing, promptTokens: 300, outputTokens: 600, textEvents: 400 };
  const of = (tokensTold: number) =>
    level(
      10,
      (tally) => {
        Object.assign(tally.shares, brought);
        Object.assign(tally.counts, nothing, { tokensTold });
      },
      'text',
    ).scalars.map(({ definition, value, unit }) => `${definition} ${value} ${unit}`);
  expect(of(10)).toEqual([
    'requests_per_second 5 1/s',
    'goodput 5 1/s',
    'output_tokens_per_second 300 tokens/s',
    'prompt_tokens_per_second 150 tokens/s',
    'error_rate 0 ratio',
    'good_ratio 1 ratio',
  ]);
  expect(of(9)).toContain('text_events_per_second 200 events/s');
  expect(of(9).join()).not.toContain('output_tokens');
});

it('tells what the network was like, as far as the kernel told it', () => {
  const seen = level(10, (tally) => Object.assign(tally.histograms, { network_rtt: ramp(9) }));
  expect(seen.audit).toMatchObject({ networkRttP50Ms: expect.closeTo(5, 1), networkResentShare: 1 / 60 });
  expect(seen.scalars.map(({ definition }) => definition).join()).not.toContain('network');
  const dumb = level(10, ({ audit }) => Object.assign(audit, { segments: 0, resentSegments: 0 }));
  expect(dumb.audit).toMatchObject({ networkRttP50Ms: null, networkResentShare: null });
});

it('counts failed requests in the denominator of the good ones', () => {
  const result = level(0, (tally) => {
    Object.assign(tally.counts, { started: 10, complete: 6, good: 3, failed: 4 });
    Object.assign(tally.errors, { timeout: 3, 'http-status': 1 });
  });
  const ratio = (id: string) => scalarOf(result, id)?.value;
  expect([
    ratio('error_rate'),
    ratio('error_rate_timeout'),
    ratio('error_rate_http_status'),
    ratio('good_ratio'),
  ]).toEqual([0.4, 0.3, 0.1, 0.3]);
  for (const { definition } of result.scalars) expect(definitions.has(definition)).toBe(true);
});

it('says zero of what was to come and did not', () => {
  const result = level(0, (tally) => Object.assign(tally.counts, { started: 4, failed: 4 }));
  expect(result.scalars.map(({ definition, value }) => [definition, value])).toEqual([
    ['requests_per_second', 0],
    ['goodput', 0],
    ['chars_per_second', 0],
    ['audio_seconds_per_second', 0],
    ['error_rate', 1],
    ['good_ratio', 0],
  ]);
});
