import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalOf, measuredEntry } from '../../../suites/testing/plans.ts';
import { baselinesAsked } from './file-baselines.ts';

const runs = (...values: number[]) =>
  journalOf(...values.map((value, index) => measuredEntry(index + 1, value))).flatMap((entry) =>
    entry.kind === 'measured' ? [entry.measured] : [],
  );

test('a file keeps what was accepted for the next run, and says where its numbers come from', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'file-baselines-'));
  const file = join(folder.path, 'ci.json');
  const first = (await baselinesAsked(file, true))!;
  expect(await first.load('k', 'fresh')).toBeNull();
  expect(first.lack('k')).toBe('ci.json has nothing to compare k with: it has none.');
  await first.accept('k', 'r1', runs(120, 121, 122));
  expect(first.lack('k')).toContain('fewer than four of its runs');
  await first.accept('k', 'r2', runs(123));
  await first.accept('k', 'r2', runs(123));
  const next = (await baselinesAsked(file, false))!;
  expect(await next.load('k', 'fresh')).toMatchObject({
    origin: 'accepted runs in ci.json (runs from the command line)',
    scalars: { '8/ttfa_p50': [120, 121, 122, 123] },
  });
  await next.withdraw('k', 'r2');
  expect((await baselinesAsked(file, false))!.lack('k')).toContain('fewer than four of its runs');
  expect(await readdir(folder.path)).toEqual(['ci.json']);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1, baselines: [{ key: 'k' }] });
});

test('a file that is not there is an error, unless it is to be written', async () => {
  await expect(baselinesAsked('/nonexistent/ci.json', false)).rejects.toThrow('ENOENT');
  await expect(baselinesAsked(undefined, true)).rejects.toThrow('--accept-baseline needs --baseline');
  expect(await baselinesAsked(undefined, false)).toBeUndefined();
});
