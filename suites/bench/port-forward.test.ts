import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { portForward } from './port-forward.ts';

const listen = `const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))`;

/** The port of a child process that listens under this command line. */
async function listenerCalled(...args: string[]) {
  const child = spawn(process.execPath, ['-e', listen, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout!, 'data');
  return {
    url: `http://127.0.0.1:${String(line).trim()}`,
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

describe.runIf(process.platform === 'linux')('a target on this machine', () => {
  test('that a port-forward offers is told', async () => {
    using tunnel = await listenerCalled('port-forward', 'service/cartesia');
    expect(await portForward(tunnel.url)).toMatch(/is a tunnel/);
  });

  test('that serves itself is fine', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await portForward(`http://localhost:${port}`)).toBeNull();
    server.close();
  });

  test('of which nobody knows who listens may be one', async () => {
    expect(await portForward('http://localhost:1')).toMatch(/cannot be told/);
    expect(await portForward('http://127.0.0.1', '/nowhere')).toMatch(/127.0.0.1:80 cannot be told/);
  });
});

test.each(['http://cartesia-api-server.cartesia.svc:5000', 'https://10.96.0.7', 'http://127.example.com'])(
  '%s is none',
  async (url) => {
    expect(await portForward(url)).toBeNull();
  },
);
