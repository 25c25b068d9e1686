import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Interrupted } from './errors.ts';
import { Owner } from './owner.ts';

function owned() {
  const exits: unknown[] = [];
  const said: string[] = [];
  const process = Object.assign(new EventEmitter(), {
    exit: (code: unknown) => exits.push(code),
  });
  return { process, exits, said, owner: new Owner(process as never, (text) => said.push(text)) };
}

test('the first Ctrl-C stops the work, and what was started goes, last first', async () => {
  const { process, owner, exits, said } = owned();
  const gone: string[] = [];
  owner.own(async () => void gone.push('cluster'));
  owner.own(() => void gone.push('release'));
  process.emit('SIGINT');
  expect(owner.signal.reason).toBeInstanceOf(Interrupted);
  expect(gone).toEqual([]);
  await owner[Symbol.asyncDispose]();
  expect([gone, exits, said.length]).toEqual([['release', 'cluster'], [], 1]);
});

test('the second leaves at once, also while cleaning up', async () => {
  const { process, owner, exits } = owned();
  owner.own(() => new Promise<void>((resolve) => setTimeout(resolve, 1)));
  process.emit('SIGTERM');
  const cleaning = owner[Symbol.asyncDispose]();
  process.emit('SIGINT');
  expect(exits).toEqual([130]);
  await cleaning;
});

test('what goes wrong in cleaning up keeps nothing else from going, and the signals are given back', async () => {
  const { process, owner } = owned();
  const gone: string[] = [];
  owner.own(() => void gone.push('first'));
  owner.own(() => Promise.reject(new Error('stuck')));
  await expect(owner[Symbol.asyncDispose]()).rejects.toThrow('stuck');
  expect(gone).toEqual(['first']);
  expect(process.listenerCount('SIGINT')).toBe(0);
});
