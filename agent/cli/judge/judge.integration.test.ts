import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { seatrial } from '../testing.ts';

const program = join(import.meta.dirname, '..', 'seatrial.ts');
const start = (...args: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, 'judge', ...args]);

const metric = { name: 'ttfa_p95', better: 'lower' };
const baseline = [165, 163.5, 166.2, 164.1, 167, 165.8, 163.9, 165.4];
const line = (id: string, candidate: readonly unknown[], over: object = {}) =>
  JSON.stringify({ id, metric, baseline, candidate, minEffect: 0.05, ...over });

const mixed = [
  line('same', [164]),
  'not json',
  line('slow', [[216, 215, 217]]),
  '',
  `"${'x'.repeat(17 * 2 ** 20)}"`,
  line('zero', [0]),
  line('none', []),
  line('better', [164], { metric: { name: 'x', better: 'best' } }),
  `${line('last', [148])}\r`,
];

describe('over a pipe', () => {
  test('every line is answered in order, those in between that are no cases as well', async () => {
    const judge = start();
    judge.stdin.end(mixed.join('\n'));
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(judge.stdout),
      text(judge.stderr),
      once(judge, 'exit'),
    ]);
    const answers = stdout.split('\n').map((one) => (one === '' ? null : JSON.parse(one)));
    expect(answers).toMatchObject([
      { id: 'same', verdict: 'pass' },
      { line: 2, error: expect.stringContaining('not JSON') },
      { id: 'slow', verdict: 'regressed', interval: [expect.any(Number), expect.any(Number)] },
      { line: 5, error: 'longer than 16777216 bytes' },
      { line: 6, id: 'zero', error: expect.stringContaining('not 0') },
      { id: 'none', verdict: 'inconclusive', effect: null, interval: null },
      { line: 8, id: 'better', error: expect.stringContaining('"best"') },
      { id: 'last', verdict: 'improved' },
      null,
    ]);
    expect(Object.keys(answers[0])).toEqual(['id', 'verdict', 'effect', 'interval', 'reason']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('4 lines were no cases')]);
  });

  test('a case is answered before the next one comes', async () => {
    const judge = start();
    const answers = createInterface(judge.stdout);
    for (const id of ['a', 'b']) {
      judge.stdin.write(`${line(id, [164])}\n`);
      const [answer] = (await once(answers, 'line')) as [string];
      expect(JSON.parse(answer)).toMatchObject({ id });
    }
    judge.stdin.end();
    expect((await once(judge, 'exit'))[0]).toBe(0);
  });

  test('a reader that is slow holds it back, and one that leaves ends it quietly', async () => {
    const judge = start();
    const stderr = text(judge.stderr);
    judge.stdin.on('error', () => {});
    const many = `${line('a', [164])}\n`.repeat(1000);
    // Nobody reads: once pipes and buffers are full, the writer must wait too.
    let written = 0;
    const stuck = new Promise<void>((resolve) => {
      const more = (): void => {
        const timer = setTimeout(resolve, 1500);
        judge.stdin.write(many, () => {
          clearTimeout(timer);
          written += many.length;
          if (written < 64 * 2 ** 20) more();
          else resolve();
        });
      };
      more();
    });
    await stuck;
    expect(written).toBeLessThan(8 * 2 ** 20);
    judge.stdout.destroy();
    const [exitCode] = await once(judge, 'exit');
    expect([exitCode, await stderr]).toEqual([0, '']);
  });
});

test('from a file, as text: what regressed, what could not be read, and the counts', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'judge-'));
  const file = join(folder.path, 'cases.ndjson');
  await writeFile(file, mixed.filter((one) => one.length < 1000).join('\n'));
  const { exitCode, stdout } = await seatrial(['judge', '--input', file, '-o', 'text']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^line 2: not JSON.*\nslow: ttfa_p95 is 3\d % worse .*\nline 5: /);
  expect(stdout.split('\n').map((one) => one.trim().split(/\s{2,}/))).toEqual(
    expect.arrayContaining([
      ['regressed', '1'],
      ['improved', '1'],
      ['pass', '1'],
      ['inconclusive', '1'],
      ['not judged', '3'],
    ]),
  );
});

test('a candidate that may be measured once only is judged less strictly than one with three looks', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'judge-'));
  const file = join(folder.path, 'cases.ndjson');
  await writeFile(file, line('a', [170]));
  const verdictOf = async (...args: string[]) =>
    JSON.parse((await seatrial(['judge', '--input', file, ...args])).stdout).interval[0] as number;
  expect(await verdictOf('--max-runs', '1')).toBeGreaterThan(await verdictOf());
  expect(await verdictOf('--alpha', '0.001')).toBeLessThan(await verdictOf());
});

test('a prior holds for all lines that have none of their own', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'judge-'));
  const file = join(folder.path, 'cases.ndjson');
  const own = { prior: { s0: 0.005, d0: 20 } };
  await writeFile(file, [line('a', [176]), line('b', [176], own)].join('\n'));
  const verdicts = async (...args: string[]) =>
    (await seatrial(['judge', '--input', file, ...args])).stdout
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one).verdict);
  expect(await verdicts()).toEqual(['regressed', 'regressed']);
  expect(await verdicts('--prior', '0.05,20')).toEqual(['inconclusive', 'regressed']);
});

test.each([
  [['--input', '/nowhere.ndjson'], 69],
  [['--alpha', '2'], 64],
  [['--max-runs', '0'], 64],
  [['--prior', '0.01'], 64],
  [['--prior', '0,8'], 64],
  [['--prior', '0.01,8,1'], 64],
  [['-o', 'xml'], 64],
])('%j ends with a sentence', async (args, code) => {
  const { exitCode, stdout, stderr } = await seatrial(['judge', ...args]);
  expect([exitCode, stdout]).toEqual([code, '']);
  expect(stderr).toMatch(/^seatrial: .+\.\n$/);
});
