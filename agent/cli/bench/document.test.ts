import { expect, test } from 'vitest';
import { type LoadPlan, loadPlanSchema } from '../../../load/plan.ts';
import type { LoadResult } from '../../../load/result.ts';
import { createScreen } from '../../../reports/console/screen.ts';
import { paper } from '../../../reports/testing/paper.ts';
import { benchDocument } from './document.ts';
import { renderText } from './render-text.ts';
import { histogramOf, levelOf, loadResultOf } from './testing.ts';

const planOf = (over: object = {}): LoadPlan =>
  loadPlanSchema.parse({
    target: { url: 'http://127.0.0.1:9', protocol: 'cartesia-bytes' },
    workload: { name: 'default', texts: ['Ahoy.'] },
    levels: [{ streams: 4 }, { rate: 8 }],
    measureSeconds: 10,
    budget: { maxRequests: 1000, maxSeconds: 100, maxStreams: 8 },
    ...over,
  });
const documentOf = (result: LoadResult, plan = planOf()) => benchDocument(plan, result, '0.1.0');

/** The text as a screen of so many columns shows it. */
function textOf(result: LoadResult, columns = 110, plan = planOf()): string {
  const sheet = paper({ columns });
  using screen = createScreen(sheet, {});
  screen.print(renderText(benchDocument(plan, result, '0.1.0'), plan, screen));
  return sheet.text();
}

test("the top of the document is the last level's figures, in the contract's words", () => {
  const document = documentOf(loadResultOf([levelOf(100), levelOf(400)]));
  expect(document).toMatchObject({
    version: 1,
    ttft_ms: { definition: 'ttfa', p50: 50.015, p90: 50.015, p99: 50.015, samples: 400 },
    own_delay_ms: { definition: 'own_delay', p99: 1 },
    user_ttft_ms: { definition: 'user_ttfa', samples: 400 },
    gap_ms: { definition: 'gap', samples: 400 },
    requests: 400,
    errors: 0,
    error_classes: {},
    rate: 40,
    audit: { valid: true, reasons: [], own_delay_p99_ms: 1, cpu_cores: 0.4 },
    clock: 'kernel',
  });
  expect(document.levels.map(({ load, requests }) => [load, requests])).toEqual([
    [{ streams: 4 }, 100],
    [{ rate: 8, arrivals: 'poisson' }, 400],
  ]);
  for (const id of Object.keys(document.levels[0]!.measures)) expect(document.definitions).toHaveProperty(id);
});

test('a percentile that its samples cannot carry is given, and marked with what it needs', () => {
  const { ttft_ms } = documentOf(loadResultOf([levelOf(100)]));
  expect(ttft_ms.p99).toBeGreaterThan(49);
  expect(ttft_ms.warranted).toEqual({ p50: true, p90: true, p95: true, p99: false });
  expect(ttft_ms.needs).toEqual({ p99: 199 });
  expect(ttft_ms.bounds.p90).toEqual([expect.any(Number), expect.any(Number)]);
});

test('a service that answers in text has its first token there', () => {
  const histograms = { ttft: histogramOf([80]), user_ttft: histogramOf([90]) };
  const { ttft_ms, user_ttft_ms, gap_ms } = documentOf(
    loadResultOf([levelOf(1, { histograms })]),
    planOf({ target: { url: 'http://127.0.0.1:9', protocol: 'openai-chat' } }),
  );
  expect([ttft_ms.definition, user_ttft_ms.definition]).toEqual(['ttft', 'user_ttft']);
  expect(gap_ms).toMatchObject({ p50: null, p99: null, max: null, samples: 0 });
});

test('goodput is told where there are service levels, and only there', () => {
  const { scalars } = levelOf(100);
  const good = [
    ...scalars,
    { definition: 'goodput', value: 8, unit: '1/s', samples: 100 },
    { definition: 'good_ratio', value: 0.8, unit: 'ratio', samples: 100 },
  ];
  const result = loadResultOf([levelOf(100, { scalars: good })]);
  expect(documentOf(result)).toMatchObject({ goodput: null, good_ratio: null });
  const plan = planOf({ slos: [{ measure: 'ttfa', max: 60 }] });
  expect(documentOf(result, plan)).toMatchObject({ goodput: 8, good_ratio: 0.8 });
  expect(textOf(result, 110, plan)).toContain('8 requests/s, 80 % of all kept ttfa ≤ 60 ms');
});

test('without any level the contract stands, with nothing in it', () => {
  const reason = 'the engine could not be started';
  const document = documentOf(loadResultOf([], { status: 'partial', reason }));
  expect(document).toMatchObject({
    status: 'partial',
    reason,
    ttft_ms: { p50: null, p99: null },
    requests: 0,
    rate: null,
    audit: { valid: false, reasons: ['nothing was measured'] },
    levels: [],
  });
  expect(textOf(loadResultOf([], { status: 'partial', reason }))).toContain(`PARTIAL  ${reason}`);
});

test('the text says what was measured, what is not warranted, and whether this machine kept up', () => {
  const invalid = { valid: false as const, reasons: ['load generator: it used 97 % of its CPU'] };
  const text = textOf(
    loadResultOf([
      levelOf(100),
      levelOf(400, {
        validity: invalid,
        errors: { timeout: 2, 'http-status': 3 },
        statuses: { 503: 3 },
        errorSamples: ['no worker\u001b[31m is free'],
        counts: { ...levelOf(400).counts, complete: 395, failed: 5 },
      }),
    ]),
  );
  expect(text).toMatch(/4 streams {3}10 s measured after 2 s of warm-up/);
  expect(text).toMatch(/first audio +50 ms +50 ms +needs 199 more +50 ms/);
  expect(text).toContain('sound: own delay p99 1 ms, 0.4 of 2 cores, 60 MB, reads stamped by the kernel');
  expect(text).toContain('2 timeout, 3 http-status (503: 3); such as: no worker is free');
  expect(text).toContain('NOT SOUND, nothing may be concluded: load generator: it used 97 % of its CPU');
  expect(text).toContain('40 requests/s (8 wanted)');
  expect(text).toMatch(/8\/s, poisson +400 +5 +40\/s .* no$/m);
});

test.each([60, 80, 140])('the text fits into %d columns', (columns) => {
  const text = textOf(loadResultOf([levelOf(100), levelOf(400)]), columns);
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  // The table of percentiles has its own width: below it a terminal breaks the lines.
  expect(longest).toBeLessThanOrEqual(Math.max(columns, 76));
});
