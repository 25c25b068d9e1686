import { expect, test } from 'vitest';
import { createScreen } from '../../../../reports/console/screen.ts';
import { paper } from '../../../../reports/testing/paper.ts';
import { versusDocument } from './document.ts';
import type { VersusOutcome } from './measure-pairs.ts';
import { renderVersus } from './render-text.ts';
import { compared, metrics, planTo, runOf } from './testing.ts';

const plans = { old: planTo('http://old.example'), new: planTo('http://new.example') };
const documentOf = (outcome: VersusOutcome) =>
  versusDocument(plans, metrics, outcome, { minEffect: 0.05, maxPairs: 12 }, '0.1.0');

function textOf(outcome: VersusOutcome): string {
  const sheet = paper({ columns: 120 });
  using screen = createScreen(sheet, {});
  screen.print(renderVersus(documentOf(outcome), screen));
  return sheet.text();
}

const slower = await compared((side, nth) =>
  runOf((side === 'new' ? 106.1 : 100) * (nth % 2 ? 1.004 : 1) * (nth % 3 && side === 'new' ? 1.003 : 1)),
);

test('the document has every pair, and what is old and what is new', () => {
  const document = documentOf(slower);
  expect(document).toMatchObject({
    status: 'complete',
    old: { url: 'http://old.example' },
    new: { url: 'http://new.example' },
    seed: 3,
    verdict: 'regressed',
    sentence: expect.stringMatching(
      /^new is 6.\d % \(5.\d to 6.\d %\) slower in TTFA p50 by 4 pairs; limit 5 %$/,
    ),
  });
  expect(document.pairs.map(({ pair }) => pair)).toEqual([1, 2, 3, 4]);
  for (const { old, new: news, ratios } of document.pairs)
    expect(ratios['0/ttfa_p50']).toBe(news.values['0/ttfa_p50']! / old.values['0/ttfa_p50']!);
  const [ttfa] = document.metrics;
  expect(ttfa!.ratio).toBeCloseTo(1.063, 2);
  expect(ttfa!.ratio_interval![0]).toBeLessThan(ttfa!.ratio!);
  expect(ttfa!.new! / ttfa!.old!).toBeCloseTo(ttfa!.ratio!, 9);
});

test('the text says it in one sentence', () => {
  const text = textOf(slower);
  expect(text).toMatch(/^ {2}old {2}http:\/\/old.example\n {2}new {2}http:\/\/new.example$/m);
  expect(text).toMatch(/TTFA p50 +100 ms +106 ms +1.06\d \(1.05\d to 1.06\d\) +regressed/);
  expect(text).toMatch(/failed requests +0 % +0 % +– +pass/);
  expect(text).toMatch(
    /✖ REGRESSED {2}new is 6.\d % \(5.\d to 6.\d %\) slower in TTFA p50 by 4 pairs; limit 5 %/,
  );
});

test('where the old service answered nothing, that is what is said', async () => {
  const none = await compared((side) => runOf(100, side === 'old' ? 400 : 0));
  expect(documentOf(none).sentence).toContain('the old service answered nothing');
  const early = await compared(
    (side) => ({ ...runOf(100), status: 'partial', reason: `${side} is gone` }),
    4,
  );
  expect(documentOf(early)).toMatchObject({ status: 'partial', metrics: [], pairs: [] });
  expect(textOf(early)).toMatch(/\? INCONCLUSIVE {2}5 runs were void, .* is gone/);
});
