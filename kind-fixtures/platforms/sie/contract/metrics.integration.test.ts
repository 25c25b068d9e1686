import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

let sie: StandIn;
beforeAll(async () => {
  sie = await startStandIn();
});
afterAll(() => sie[Symbol.asyncDispose]());

const samples = async (url: string, name: string) =>
  (await (await fetch(`${url}/metrics`)).text())
    .split('\n')
    .filter((line) => new RegExp(`^${name}[{ ]`).test(line));
const encode = () => sie.ask('encode', 'BAAI/bge-m3', { items: [{ text: 'count me' }] });

it('trap 6: requests are counted before there was one, in a sample without labels', async () => {
  expect(await samples(sie.gateway, 'sie_gateway_requests_total')).toEqual([
    'sie_gateway_requests_total{endpoint="",status="",machine_profile=""} 0',
  ]);
  await encode();
  expect(await samples(sie.gateway, 'sie_gateway_requests_total')).toContain(
    'sie_gateway_requests_total{endpoint="encode",status="200",machine_profile="unknown"} 1',
  );
});

it('trap 5: what comes through the queue does not move sie_requests_total, but the pull loop', async () => {
  await encode();
  expect(await samples(sie.worker, 'sie_requests_total')).toEqual([]);
  expect(await samples(sie.worker, 'sie_pull_loop_items_fetched')).toEqual(['sie_pull_loop_items_fetched 2']);
  expect(await samples(sie.worker, 'sie_model_loaded')).toEqual([
    'sie_model_loaded{model="BAAI/bge-m3",device="cuda:0"} 1',
  ]);
  await fetch(`${sie.worker}/v1/encode/BAAI/bge-m3`, {
    method: 'POST',
    body: '{"items":[{"text":"direct"}]}',
  });
  expect(await samples(sie.worker, 'sie_requests_total')).toEqual([
    'sie_requests_total{model="BAAI/bge-m3",endpoint="encode",status="200"} 1',
  ]);
});

it('tells its workers and epochs', async () => {
  expect(await samples(sie.gateway, 'sie_gateway_workers')).toEqual([
    'sie_gateway_workers{status="healthy"} 1',
    'sie_gateway_workers{status="unhealthy"} 0',
  ]);
  expect(await samples(sie.gateway, 'sie_gateway_config_epoch')).toEqual(['sie_gateway_config_epoch 0']);
  expect(await samples(sie.config, 'sie_config_epoch')).toEqual(['sie_config_epoch 0']);
});

it('/truth tells what happened to the requests of a run', async () => {
  const headers = { 'x-seatrial-run': 'r1' };
  await sie.ask('encode', 'BAAI/bge-m3', { items: [{ text: 'a' }, { text: 'b' }] }, headers);
  const truth = await (await fetch(`${sie.admin}/truth?run=r1&requests=1`)).json();
  expect(truth).toMatchObject({
    selected: 1,
    items: 2,
    statuses: { 200: 1 },
    perWorker: { 'sie-worker-l4-0': 1 },
  });
});
