import { afterEach, beforeEach, expect, it } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

const one = { items: [{ text: 'What is in progress is finished before the pod ends.' }] };
let sie: StandIn;
beforeEach(async () => {
  sie = await startStandIn({
    settings: { STANDIN_INFERENCE_MS: '600', SIE_GATEWAY_REQUEST_TIMEOUT_MS: '2500' },
  });
});
afterEach(() => sie[Symbol.asyncDispose]());

const inWork = async () =>
  expect
    .poll(async () => (await fetch(`${sie.worker}/metrics`)).text())
    .toMatch(/^sie_pull_loop_items_fetched 1$/m);

it('trap 18: a worker that drains refuses all HTTP, and finishes what it has', async () => {
  const reply = sie.ask('encode', 'BAAI/bge-m3', one);
  await inWork();
  const drained = sie.roles.worker.drain();
  for (const path of ['/healthz', '/readyz', '/metrics', '/v1/models']) {
    const refused = await fetch(`${sie.worker}${path}`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ error: 'Service shutting down' });
  }
  expect((await reply).status).toBe(200);
  await drained;
  // The gateway lost the worker with its socket.
  expect((await sie.ask('encode', 'BAAI/bge-m3', one)).status).toBe(202);
});

it('a gateway that drains is not ready, and finishes what it has', async () => {
  const reply = sie.ask('encode', 'BAAI/bge-m3', one);
  await inWork();
  const drained = sie.roles.gateway.drain();
  expect((await fetch(`${sie.gateway}/readyz`)).status).toBe(503);
  expect((await reply).status).toBe(200);
  await drained;
});

it('ordered to, a worker drops what it has', async () => {
  await sie.order({ id: 'drain-drops' });
  const reply = sie.ask('encode', 'BAAI/bge-m3', one);
  await inWork();
  await sie.roles.worker.drain();
  expect((await reply).status).toBe(503);
});
