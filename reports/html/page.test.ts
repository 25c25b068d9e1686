import { describe, expect, test } from 'vitest';
import { stored, storedNames } from '../testing/stored.ts';
import { story } from '../view/story.ts';
import { plain } from '../view/text.ts';
import { escapeHtml } from './markup.ts';
import { recordElement, renderPage } from './page.ts';

const embedded = (page: string): unknown =>
  JSON.parse(
    page.match(new RegExp(`<script type="application/json" id="${recordElement}">(.*?)</script>`, 's'))![1]!,
  );

describe.for(storedNames)('%s', (name) => {
  const record = stored(name);
  const page = renderPage(record);
  const body = page.slice(page.indexOf('<body>'));

  test('holds the whole record', () => {
    expect(embedded(page)).toEqual(record);
  });

  test('needs nothing else and runs nothing', () => {
    expect(page).toContain("default-src 'none'");
    const text = page
      .replace(/<script type="application\/json".*?<\/script>/s, '')
      .replaceAll(/ xmlns(:\w+)?="[^"]*"/g, '');
    const loads =
      /<(?:script|link|img|iframe|object|embed|base)\b|<[^>]*\s(?:on\w+|src|href)=|@import|url\((?!#)/;
    expect(text.match(loads)?.[0]).toBeUndefined();
  });

  test('closes what it opens', () => {
    const open: string[] = [];
    const text = page.slice(page.indexOf('<html')).replace(/<script.*<\/script>/s, '');
    for (const [, end, tag, alone] of text.matchAll(/<(\/?)([a-zA-Z0-9]+)[^>]*?(\/?)>/g)) {
      if (alone || tag === 'br' || tag === 'meta') continue;
      if (!end) open.push(tag!);
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
  });

  test('tells the story of the console in the same words', () => {
    for (const stage of story(record))
      for (const line of [stage.text, ...stage.details]) expect(body).toContain(escapeHtml(line));
  });
});

test('the verdict, the reason and what was done come first', () => {
  const page = renderPage(stored('rolled-back'));
  const first = plain(
    page.slice(page.indexOf('<body>'), page.indexOf('Step by step')).replace(/<[^>]+>/g, ' '),
  );
  expect(first).toContain('Fail: rolled back');
  expect(first).toContain('TTFA p95 at 8 streams per GPU: 211 ms, 31 % (29 to 33 %) worse');
  expect(first).toContain('Rolled back to sonic-20260503: revision 8 = 6');
});

test('what else was going on is told with where to look, before the numbers, and what was around the load after them', () => {
  const page = plain(
    renderPage(stored('suspect'))
      .replace(/<script.*?<\/script>/gs, '')
      .replace(/<[^>]+>/g, ' '),
  );
  for (const text of [
    'blame: environment, not the release',
    'Look at Node/gpu-3, Pod/batch/train-0 first',
    '? suspect Node/gpu-3 cpu throttling 47.6 of its 48 CPUs',
    'not looked for: gpu-clocks, gpu-error (Prometheus has no metrics of DCGM)',
    'network round trip, p50 0.41 ms 0.41 ms 0.42 ms',
    'api_queue_size, at most 4 – 0 → 1 0 → 1',
  ])
    expect(page.replace(/ +/g, ' ')).toContain(text);
  expect(page.indexOf('What else was going on')).toBeLessThan(page.indexOf('Against the accepted runs'));
});

test('each level and the comparison are drawn, in colours that follow the reader', () => {
  const page = renderPage(stored('rolled-back'));
  const charts = [...page.matchAll(/<svg role="img" aria-label="([^"]*)"/g)].map((match) => match[1]);
  expect(charts).toEqual([
    'Change against the accepted runs, per criterion',
    ...[1, 4, 8].map((level) => `First audio at ${level} per GPU: latency by percentile`),
  ]);
  expect(page).toContain('limit 175<');
  const drawn = page.slice(page.indexOf('<svg'), page.lastIndexOf('</svg>'));
  expect(drawn.replaceAll('fill="#000"', '')).not.toMatch(/(?:fill|stroke)="(?:#|rgb)/);
});
