import { expect, it } from 'vitest';
import type { Clock } from '../../suites/engine/ports.ts';
import type { Metadata } from '../resources/meta.ts';
import { type Change, follow, type MetadataSource, type WatchEvent, WatchExpired } from './watch.ts';

const named = (name: string, resourceVersion: string): Metadata => ({
  name,
  namespace: 'n',
  resourceVersion,
});

/** A source whose lists and watches go as told, one after another; the test ends with the last. */
function told(lists: (Metadata[] | Error)[], watches: (WatchEvent | Error)[][]) {
  const stop = new AbortController();
  const asked: string[] = [];
  const slept: number[] = [];
  const source: MetadataSource = {
    async list() {
      const next = lists.shift();
      if (!next) stop.abort();
      if (!next || next instanceof Error) throw next ?? new Error('over');
      asked.push('list');
      return { items: next, resourceVersion: '10' };
    },
    async *watch(from) {
      const next = watches.shift();
      if (!next) return stop.abort();
      asked.push(`watch ${from}`);
      for (const event of next) {
        if (event instanceof Error) throw event;
        yield event;
      }
    },
  };
  const clock: Clock = { now: () => new Date(0), sleep: async (ms) => void slept.push(ms) };
  const changes: Change[] = [];
  const run = () =>
    follow(source, (change) => changes.push(change), { clock, signal: stop.signal, onTrouble: () => {} });
  return { asked, slept, changes, run };
}

it('goes on from the last version, and lists again when that has expired', async () => {
  const { asked, changes, run } = told(
    [[named('a', '9')], [named('a', '20')]],
    [
      [
        { type: 'MODIFIED', metadata: named('a', '11') },
        { type: 'BOOKMARK', metadata: named('', '15') },
      ],
      [new WatchExpired()],
      [{ type: 'DELETED', metadata: named('a', '21') }],
    ],
  );
  await run();
  expect(asked).toEqual(['list', 'watch 10', 'watch 15', 'list', 'watch 10']);
  expect(changes.map(({ type }) => type)).toEqual(['present', 'changed', 'present', 'deleted']);
});

it('waits longer and longer, up to a bound, and is quick again after success', async () => {
  const down = Array.from({ length: 12 }, () => new Error('down'));
  const { slept, run } = told(
    [...down, []],
    [[{ type: 'ADDED', metadata: named('a', '11') }], [new Error('cut')]],
  );
  await run();
  expect(slept[0]!).toBeLessThanOrEqual(500);
  expect(slept[11]!).toBeGreaterThanOrEqual(15_000);
  expect(Math.max(...slept)).toBeLessThanOrEqual(30_000);
  expect(slept.at(-1)!).toBeLessThanOrEqual(500);
});
