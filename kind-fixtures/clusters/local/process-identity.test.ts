import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { identifyProcess, isRunning } from './process-identity.ts';

test('knows a process again, and not another that was given its number', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  const identity = (await identifyProcess(child.pid!))!;
  expect(await isRunning(identity)).toBe(true);
  expect(await isRunning({ ...identity, startTicks: '1' })).toBe(false);
  expect(await isRunning({ ...identity, boot: 'another' })).toBe(false);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(await isRunning(identity)).toBe(false);
});
