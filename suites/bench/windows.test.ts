import { expect, test } from 'vitest';
import { timeWindow, withinWindows } from './windows.ts';

const night = timeWindow.parse({ days: ['fri'], from: '22:00', to: '05:00', zone: 'Europe/Berlin' });
const noon = timeWindow.parse({ from: '12:00', to: '13:00' });
const always = timeWindow.parse({ from: '00:00', to: '00:00' });

// 5 June 2026 is a Friday; Berlin is two hours ahead of UTC then.
test.each([
  [[], '2026-06-05T20:00:00Z', 60, true],
  [[always], '2026-06-05T23:59:50Z', 60, true],
  [[night], '2026-06-05T19:59:00Z', 1, false],
  [[night], '2026-06-05T20:00:00Z', 1, true],
  [[night], '2026-06-06T02:59:00Z', 1, true],
  [[night], '2026-06-06T02:59:00Z', 90, false],
  [[night], '2026-06-06T20:30:00Z', 1, false],
  [[night, noon], '2026-06-08T12:30:00Z', 60, true],
  [[noon], '2026-06-08T12:59:30Z', 60, false],
])('%j allows load at %s for %i s: %s', (windows, at, seconds, within) => {
  expect(withinWindows(windows, new Date(at), seconds)).toMatchObject({ within });
});

test('says when it would be allowed', () => {
  expect(withinWindows([night, noon], new Date('2026-06-08T08:00:00Z'), 1)).toEqual({
    within: false,
    reason: 'outside of the time for benchmarks (fri 22:00 to 05:00 Europe/Berlin, daily 12:00 to 13:00 UTC)',
  });
});

test('refuses a zone that is none', () => {
  expect(timeWindow.safeParse({ from: '12:00', to: '13:00', zone: 'Mars/North' }).success).toBe(false);
});
