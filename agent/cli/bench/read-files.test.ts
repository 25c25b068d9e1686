import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBenchFiles } from './read-files.ts';

const nothing = { workload: undefined, texts: undefined, trace: undefined };

async function reading(kind: 'workload' | 'texts' | 'trace', content: string) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'bench-files-'));
  const file = join(folder.path, 'file');
  await writeFile(file, content);
  return (await readBenchFiles({ ...nothing, [kind]: file }))[kind];
}

test.each([
  ['0.5\n# a remark\n0\n\n2.25\n', [0, 0.5, 2.25]],
  ['[3, 1]', [1, 3]],
  ['1763748000.5\n1763748001\n', [0, 0.5]],
])('a trace of %j', async (content, starts) => {
  expect(await reading('trace', content)).toEqual(starts);
});

test.each([
  ['one\n\ntwo\n', ['one', 'two']],
  ['["a\\nb", "c"]', ['a\nb', 'c']],
])('texts of %j', async (content, texts) => {
  expect(await reading('texts', content)).toEqual(texts);
});

test("a platform's own workload goes by its name", async () => {
  const { workload } = await readBenchFiles({ ...nothing, workload: 'wordcab/speech' });
  expect(workload).toMatchObject({ name: 'speech', protocol: 'wordcab-speech', inTrials: false });
});

describe('what makes no sense is told', () => {
  test.each([
    ['trace', 'soon\n', /is no trace/],
    ['trace', '', /is no trace/],
    ['trace', '-1\n', /is no trace/],
    ['trace', '[1', /is not JSON/],
    ['texts', '\n\n', /holds no texts/],
    ['texts', '[1]', /holds no texts/],
    ['workload', '{}', /is no workload: name: /],
    ['workload', '{', /is not JSON/],
  ] as const)('%s of %j', async (kind, content, says) => {
    await expect(reading(kind, content)).rejects.toThrow(says);
  });
});
