import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';

const go = (...args: string[]) =>
  new Promise<string>((resolve) => {
    const child = spawn('go', args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve(String(error)));
    child.once('close', (code) => resolve(code === 0 ? 'ok' : output));
  });

it('passes its own tests', { timeout: 600_000 }, async () => {
  expect(await go('vet', './...')).toBe('ok');
  expect(await go('test', './...')).toBe('ok');
});

it('is formatted, and its modules are pinned', { timeout: 120_000 }, async () => {
  expect(await go('mod', 'verify').then((said) => (said.includes('verified') ? 'ok' : said))).toBe('ok');
  expect(await go('mod', 'tidy', '-diff')).toBe('ok');
});
