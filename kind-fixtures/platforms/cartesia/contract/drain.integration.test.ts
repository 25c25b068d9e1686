import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type StandIn, startStandIn } from './stand-in.ts';

const speech = {
  ...{ model_id: 'sonic-3', voice: 'bf0a246a-8642-498a-9950-80c35e9276b5', context_id: 'last' },
  transcript: 'What is in progress is finished before the pod ends.',
  output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 },
};
const whole = Math.round((speech.transcript.length / 12.5) * 32_000);

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ API_QUEUE_TIMEOUT_MS: '1000' });
});
afterEach(() => standIn[Symbol.asyncDispose]());

function speak(): Promise<Response> {
  return fetch(`${standIn.url}/tts/bytes`, {
    method: 'POST',
    headers: { 'x-api-key': 'k' },
    body: JSON.stringify(speech),
  });
}

it('an API that drains is not ready, and finishes what it has', async () => {
  const socket = new WebSocket(`${standIn.url.replace('http', 'ws')}/tts/websocket`, {
    headers: { 'x-api-key': 'k' },
  });
  await once(socket, 'open');
  const events: string[] = [];
  socket.on('message', (data) => events.push((JSON.parse(data.toString()) as { type: string }).type));
  const closed = once(socket, 'close');
  socket.send(JSON.stringify(speech));
  const response = await speak();
  const drained = standIn.api.drain();
  expect((await fetch(`${standIn.url}/status`)).status).toBe(503);
  expect((await response.arrayBuffer()).byteLength).toBe(whole);
  expect((await closed)[0]).toBe(1001);
  expect(events.at(-1)).toBe('done');
  await drained;
});

it('a worker that drains gets no new stream, and finishes those it has', async () => {
  const response = await speak();
  const drained = standIn.worker.drain();
  expect((await response.arrayBuffer()).byteLength).toBe(whole);
  await drained;
  const metrics = await (await fetch(`${standIn.admin}/metrics`)).text();
  expect(metrics).toMatch(/^standin_api_active_streams 0$/m);
  const refused = speak();
  await expect
    .poll(async () => (await fetch(`${standIn.admin}/metrics`)).text())
    .toMatch(/^api_unserviceable_requests_size 1$/m);
  expect((await refused).status).toBe(503);
});
