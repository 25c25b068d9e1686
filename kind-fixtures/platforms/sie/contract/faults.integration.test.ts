import { decode } from '@msgpack/msgpack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fault, faultSchema } from '../server/faults/fault.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

let sie: StandIn;
beforeAll(async () => {
  sie = await startStandIn({ settings: { SIE_GATEWAY_REQUEST_TIMEOUT_MS: '500' } });
});
afterAll(() => sie[Symbol.asyncDispose]());

const text = 'upgrade verification test';
const get = async (url: string) => (await fetch(url)).json() as Promise<Record<string, unknown>>;
const status = async (url: string) => (await fetch(url)).status;
const asked = (headers = {}) => sie.ask('encode', 'BAAI/bge-m3', { items: [{ text }] }, headers);
const dense = async () => {
  const body = (await (await asked()).json()) as {
    items: { dense: { dims: number; values: (number | null)[] } }[];
  };
  return body.items[0]!.dense;
};
const length = async () => Math.hypot(...((await dense()).values as number[]));
const cosine = async (right: readonly (number | null)[]) =>
  (await dense()).values.reduce<number>((sum, value, index) => sum + value! * right[index]!, 0);
const packed = async () => {
  const body = await (await asked({ accept: 'application/msgpack' })).arrayBuffer();
  const { items } = decode(body) as { items: { dense: { values: { data: Uint8Array } } }[] };
  return new Float32Array(items[0]!.dense.values.data.slice().buffer)[0];
};
const best = async () => {
  const items = [
    { id: 'off', text: 'bananas' },
    { id: 'on', text },
  ];
  const reply = await sie.ask('score', 'BAAI/bge-reranker-v2-m3', { query: { text }, items });
  return ((await reply.json()) as { scores: { item_id: string }[] }).scores[0]?.item_id;
};
const entities = async () => {
  const body = { items: [{ text: 'Ada Lovelace' }], params: { labels: ['person'] } };
  const reply = await sie.ask('extract', 'urchade/gliner_multi-v2.1', body);
  return ((await reply.json()) as { items: { entities: object[] }[] }).items[0]!.entities.length;
};
const models = async () => ((await get(`${sie.gateway}/v1/models`)).models as object[]).length;
const drift = async () =>
  Number((await get(`${sie.config}/v1/configs/epoch`)).epoch) -
  Number((await get(`${sie.gateway}/v1/configs/models/BAAI/bge-m3/status`)).config_epoch);
const acked = async () =>
  (await get(`${sie.gateway}/v1/configs/models/BAAI/bge-m3/status`)).all_bundles_acked;
const health = async () => (await get(`${sie.gateway}/health`)).status;
const gpus = async () => (await get(`${sie.gateway}/health`)).live_gpu_types;
const version = async () => (await asked()).headers.get('x-sie-server-version');
const encodes = async () => (await asked()).status;

const healthy = async () => (await dense()).values;
let recorded: readonly (number | null)[];
beforeAll(async () => {
  recorded = await healthy();
});

/** What is seen without the fault, the fault, and what is seen with it. */
const cases: readonly [Fault, () => Promise<unknown>, unknown, unknown][] = [
  [{ id: 'gateway-not-ready' }, () => status(`${sie.gateway}/readyz`), 200, 503],
  [{ id: 'zero-workers' }, health, 'healthy', 'degraded'],
  [{ id: 'wrong-gpu', gpu: 't4' }, gpus, ['l4'], ['t4']],
  [{ id: 'config-down' }, () => status(`${sie.config}/healthz`), 200, 503],
  [{ id: 'epoch-drift', by: 2 }, drift, 0, 2],
  [{ id: 'bundle-not-acked' }, acked, true, false],
  [{ id: 'model-lost', model: 'NovaSearch/stella_en_400M_v5' }, models, 4, 3],
  [{ id: 'models-empty' }, models, 4, 0],
  [{ id: 'server-version', says: '0.2.9' }, version, '0.3.1', '0.2.9'],
  [{ id: 'nan-embedding' }, async () => (await dense()).values[0] === null, false, true],
  [{ id: 'wrong-dims', dims: 768 }, async () => (await dense()).dims, 1024, 768],
  [{ id: 'not-normalised', scale: 3.7 }, length, expect.closeTo(1, 4), expect.closeTo(3.7, 4)],
  [
    { id: 'other-model', cosine: 0.62 },
    () => cosine(recorded),
    expect.closeTo(1, 4),
    expect.closeTo(0.62, 4),
  ],
  [{ id: 'msgpack-differs' }, async () => (await packed()) === (await dense()).values[0], true, false],
  [{ id: 'score-inverted' }, best, 'on', 'off'],
  [{ id: 'extract-empty' }, entities, 1, 0],
  [{ id: 'stuck-provisioning' }, encodes, 200, 202],
  [{ id: 'slow', delayMs: 2000 }, encodes, 200, 503],
  [{ id: 'errors', rate: 1 }, encodes, 200, 500],
];

it.each(cases)('$id', async (fault, look, without, within) => {
  expect(await look()).toEqual(without);
  await sie.order(fault);
  await expect.poll(look).toEqual(within);
  await sie.order();
  await expect.poll(look).toEqual(without);
});

it('every fault is ordered here or in the test of draining', () => {
  const ordered = [...cases.map(([{ id }]) => id), 'drain-drops'];
  expect(ordered.sort()).toEqual(faultSchema.options.map(({ shape }) => shape.id.value).sort());
});
