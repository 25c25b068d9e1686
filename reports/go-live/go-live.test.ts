import { expect, test } from 'vitest';
import { review } from '../../suites/operations/go-live/review.ts';
import { stored } from '../testing/stored.ts';
import { goLiveMarkdown } from './markdown.ts';
import { goLivePage } from './page.ts';

const record = stored('failed-smoke');
const evil = '<script>alert(1)</script>|*x*';
const items = [
  { id: 'pods', title: 'All pods Ready', source: 'Go-live', checks: ['pods-ready', 'images-on-tag'] },
  {
    id: 'smoke',
    title: 'Smoke tests pass',
    source: 'Go-live',
    checks: ['cartesia.tts-bytes', 'cartesia.tts-sse', 'cartesia.tts-websocket'],
  },
  { id: 'runbook', title: evil, source: 'Go-live', person: true as const },
];
const reviewed = review(items, record, [
  { item: 'runbook', name: evil, at: '2026-06-10T03:00:00Z', tag: record.tag, note: evil },
]);

test('both documents say each item, its answer and its evidence', () => {
  for (const text of [goLiveMarkdown(reviewed), goLivePage(reviewed)]) {
    expect(text).toContain('All pods Ready');
    expect(text).toContain('cartesia.tts-bytes');
    expect(text).toMatch(/fail/i);
  }
  expect(goLiveMarkdown(reviewed)).toMatch(/1\. \[x\] \*\*All pods Ready/);
  expect(goLiveMarkdown(reviewed)).toMatch(/2\. \[ \] \*\*failed\*\*/);
});

test('nothing that somebody wrote becomes markup', () => {
  expect(goLivePage(reviewed)).not.toContain('<script>alert');
  expect(goLiveMarkdown(reviewed)).not.toContain('<script>');
});
