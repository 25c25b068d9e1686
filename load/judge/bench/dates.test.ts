import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { medianOf } from './comparison.ts';
import { noisier, readDates } from './dates.ts';
import { halves, questions, slides } from './windows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dates-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (rows: readonly string[]) => {
  const path = join(folder, 'data.csv.gz');
  await writeFile(path, gzipSync(`toolchain,stamp,numhash,bench,runidx,nsop\n${rows.join('\n')}\n`));
  return readDates(path);
};

it('takes the toolchain with most dates, and benchmarks that have all of them', async () => {
  const dates = await read([
    'new,3,h,a,0,9',
    'old,2,h,"a,2"-12,0,110',
    'old,1,h,"a,2"-12,0,100',
    'old,1,h,"a,2"-12,1,102',
    'old,1,h,b,0,7',
  ]);
  expect(dates).toMatchObject({ toolchain: 'old', stamps: ['1', '2'] });
  expect(dates.benchmarks).toEqual([[Float64Array.of(100, 102), Float64Array.of(110)]]);
  const [runs] = noisier(dates, 5).benchmarks;
  // The distance of the two dates on the log scale is five times as large.
  expect(Math.log(medianOf(runs![1]!) / medianOf(runs![0]!))).toBeCloseTo(5 * Math.log(110 / 101), 12);
  await expect(read(['old,1,h,b,0,fast'])).rejects.toThrow('no row of benchmark data: old,1,h,b,0,fast');
});

it('never lets a release be in its own baseline, nor a half see the other', () => {
  expect(slides(14, 10)).toEqual([
    { baseline: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], candidate: [10, 11, 12] },
    { baseline: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], candidate: [11, 12, 13] },
  ]);
  for (const { baseline, candidate } of halves(23, 0)) {
    expect([...baseline, ...candidate].every((date) => date % 2 === 0)).toBe(true);
    expect(Math.max(...baseline)).toBeLessThan(Math.min(...candidate));
  }
});

it('asks the same of all for the same seed, and shifts the release only', () => {
  const runs = Array.from({ length: 13 }, (_, i) => Float64Array.of(100 + i));
  const dates = { toolchain: 'x', stamps: runs.map((_, i) => `${i}`), benchmarks: Array(8).fill(runs) };
  const asked = questions(dates, slides(13, 10), 0.1, 1);
  expect(asked).toEqual(questions(dates, slides(13, 10), 0.1, 1));
  expect(asked[0]!.candidate[0]![0]).toBeCloseTo(121, 9);
  expect(asked[0]!.baseline[9]![0]).toBe(109);
  expect(asked[0]!.others.map(({ candidate }) => candidate[0]![0])).toEqual(Array(5).fill(110));
});
