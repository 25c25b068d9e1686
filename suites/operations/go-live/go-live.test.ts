import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../record/record.ts';
import type { GoLiveItem } from './item.ts';
import { review } from './review.ts';

const result = (check: string, outcome: string, suite = 'verify') => ({
  check,
  outcome,
  suite,
  title: check,
  reason: outcome,
});
const record = (...results: object[]) =>
  ({ results, plan: { allowedSkips: ['gke'] } }) as unknown as RunRecord;
const item = (over: Partial<GoLiveItem>): GoLiveItem => ({ id: 'i', title: 'I', source: 's', ...over });
const signed = { item: 'runbook', name: 'Ada', at: '2026-06-10T03:00:00Z', tag: 'sonic-1' };

describe('an item', () => {
  test.each([
    [{ checks: ['a', 'b'] }, record(result('a', 'pass'), result('b', 'pass')), 'pass'],
    [{ checks: ['a', 'b'] }, record(result('a', 'pass'), result('b', 'fail')), 'fail'],
    [{ checks: ['a', 'b'] }, record(result('a', 'pass')), 'inconclusive'],
    [{ checks: ['a'] }, record(result('a', 'inconclusive')), 'inconclusive'],
    [{ checks: ['a', 'gke'] }, record(result('a', 'pass'), result('gke', 'skip')), 'pass'],
    [{ checks: ['gke'], optional: true as const }, record(result('gke', 'skip')), 'skip'],
    [{ checks: ['gke'] }, record(result('gke', 'skip')), 'unsigned'],
    [{ checks: ['gke'], id: 'runbook' }, record(result('gke', 'skip')), 'pass'],
    [{ checks: ['a'], id: 'runbook' }, record(result('a', 'fail')), 'fail'],
    [{ checks: ['a'] }, record(result('a', 'skip')), 'inconclusive'],
    [{ bench: true as const }, record(result('tts', 'pass', 'bench')), 'pass'],
    [{ bench: true as const }, record(), 'inconclusive'],
    [{ person: true as const, id: 'runbook' }, record(), 'pass'],
    [{ person: true as const, id: 'other' }, record(), 'unsigned'],
  ])('%o answers %#', (over, run, state) => {
    expect(review([item(over)], run, [signed]).items[0]).toMatchObject({ state });
  });
});

test('nothing passes unsigned, and an unsigned list names the command', () => {
  const items = [item({ checks: ['a'] }), item({ id: 'runbook', person: true })];
  const run = record(result('a', 'pass'));
  expect(review(items, run, [signed]).verdict).toBe('pass');
  const open = review(items, run, []);
  expect(open.verdict).toBe('inconclusive');
  expect(open.items[1]!.reason).toContain('--sign "name" --item runbook');
});

test('a failed item fails the review, whatever was signed', () => {
  const items = [item({ checks: ['a'] }), item({ id: 'runbook', person: true })];
  expect(review(items, record(result('a', 'fail')), [signed]).verdict).toBe('fail');
});

test('an empty checklist is no pass', () => {
  expect(review([], record(), []).verdict).toBe('inconclusive');
});
