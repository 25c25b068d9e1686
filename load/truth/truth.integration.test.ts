import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const go = (...args: string[]) =>
  promisify(execFile)('go', args, { cwd: import.meta.dirname }).then(
    () => 'ok',
    (failed: { stdout: string; stderr: string }) => failed.stdout + failed.stderr,
  );

it('passes its own tests', { timeout: 300_000 }, async () => {
  expect(await go('vet', './...')).toBe('ok');
  expect(await go('test', './...')).toBe('ok');
});

it('has its modules pinned', { timeout: 120_000 }, async () => {
  expect(await go('mod', 'tidy', '-diff')).toBe('ok');
});
