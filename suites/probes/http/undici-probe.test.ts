import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { UndiciProbe } from './undici-probe.ts';

let server: Server;
let url: string;
let probe: UndiciProbe;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hang') return;
    response.writeHead(request.url === '/busy' ? 503 : 200).end('x'.repeat(1000));
  });
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    socket.send('one');
    if (request.url === '/cut') setTimeout(() => socket.terminate(), 20);
    else socket.send('last');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  probe = new UndiciProbe();
});

afterAll(async () => {
  await probe[Symbol.asyncDispose]();
  server.close();
});

describe('any answer is an answer', () => {
  test('also a 503', async () => {
    expect(await probe.request(`${url}/busy`)).toMatchObject({ status: 503 });
  });

  test('a long body is cut at the bound, and says so', async () => {
    const answer = await probe.request(url, { maxBytes: 100 });
    expect(answer).toMatchObject({ status: 200, cut: true });
    expect(answer.body).toHaveLength(100);
  });

  test('a WebSocket that is cut off in the middle has answered', async () => {
    const exchange = await probe.websocket(`${url}/cut`, { send: [], isLast: (text) => text === 'last' });
    expect(exchange).toEqual({ messages: ['one'], ended: 'closed' });
  });

  test('a WebSocket is over at its last message', async () => {
    const exchange = await probe.websocket(url, { send: ['hello'], isLast: (text) => text === 'last' });
    expect(exchange).toEqual({ messages: ['one', 'last'], ended: 'done' });
  });
});

describe('no answer is our trouble', () => {
  test('nobody listens', async () => {
    await expect(probe.request('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'unreachable' });
    const refused = probe.websocket('http://127.0.0.1:1/', { send: [], isLast: () => true });
    await expect(refused).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('not in time', async () => {
    const late = probe.request(`${url}/hang`, { signal: AbortSignal.timeout(50) });
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
  });
});
