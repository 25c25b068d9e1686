import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { FixtureError } from '../toolchain/fixture-error.ts';

const program = fileURLToPath(new URL('./guard-main.ts', import.meta.url));

/**
 * A process that removes the engine as soon as this one ends, however that
 * happens: Ctrl-C reaches a test's process before any clean-up of its own.
 * Disposing of it has it done now, and waits.
 */
export function guardEngine(name: string): AsyncDisposable {
  const child = spawn(process.execPath, [program, name], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const complaint = text(child.stderr);
  const ended = once(child, 'close') as Promise<[number | null]>;
  child.unref();
  for (const pipe of [child.stdin, child.stderr]) (pipe as unknown as { unref(): void }).unref();
  return {
    [Symbol.asyncDispose]: async () => {
      child.ref();
      child.stdin.end();
      const [status] = await ended;
      if (status === 0) return;
      throw new FixtureError('internal', `Our own Docker engine could not be removed: ${await complaint}`);
    },
  };
}
