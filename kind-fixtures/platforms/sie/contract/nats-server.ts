import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildPrograms } from '../../../toolchain/build.ts';

const READY_WITHIN_MS = 10_000;

export interface NatsServer extends AsyncDisposable {
  readonly url: string;
}

/** A real NATS server with JetStream on a free loopback port. */
export async function startJetStream(): Promise<NatsServer> {
  const { 'nats-server': program } = await buildPrograms(['nats-server']);
  const store = await mkdtemp(join(tmpdir(), 'seatrial-jetstream-'));
  const child = spawn(program, ['-a', '127.0.0.1', '-p', '-1', '-js', '-sd', store], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  let port: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    port ??= /client connections on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port && line.includes('Server is ready')) break;
  }
  clearTimeout(timer);
  child.stderr.resume();
  if (!port) throw new Error('nats-server did not start');
  return {
    url: `nats://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(store, { recursive: true, force: true });
    },
  };
}
