import { decode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

const one = { items: [{ id: 'x', text: 'upgrade verification test' }] };

interface Encoded {
  model: string;
  items: { id?: string; dense: { dims: number; dtype: string; values: number[] } }[];
}

describe.each([
  {
    version: '0.3.1',
    healthz: '{"status":"ok"}',
    readyz: '{"status":"ready","healthy_workers":1}',
    escaped: 404,
  },
  { version: '0.9.0', healthz: 'ok', readyz: 'ok', escaped: 200 },
])('SIE $version', ({ version, healthz, readyz, escaped }) => {
  const later = version === '0.9.0';
  let sie: StandIn;
  beforeAll(async () => {
    sie = await startStandIn({ version });
  });
  afterAll(() => sie[Symbol.asyncDispose]());
  const get = (path: string) => fetch(`${sie.gateway}${path}`);

  it('trap 14: probes answer 200 with the body of the version', async () => {
    const [alive, ready] = [await get('/healthz'), await get('/readyz')];
    expect([alive.status, await alive.text()]).toEqual([200, healthz]);
    expect([ready.status, await ready.text()]).toEqual([200, readyz]);
    expect(await (await fetch(`${sie.config}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${sie.worker}/readyz`)).text()).toBe('ok');
  });

  it('/health tells workers, GPU types and models', async () => {
    const body = (await (await get('/health')).json()) as Record<string, unknown>;
    expect(body).toMatchObject({
      status: 'healthy',
      type: 'gateway',
      configured_gpu_types: ['l4'],
      live_gpu_types: ['l4'],
      cluster: { worker_count: 1, gpu_count: 1 },
      workers: [{ name: 'sie-worker-l4-0', gpu: 'l4', healthy: true, bundle: 'default' }],
    });
  });

  it('encode answers 1024 finite numbers of length one, the same each time', async () => {
    const reply = await sie.ask('encode', 'BAAI/bge-m3', one);
    const body = (await reply.json()) as Encoded;
    const [item] = body.items;
    expect([reply.status, body.model, item?.id]).toEqual([200, 'BAAI/bge-m3', 'x']);
    expect(item?.dense).toMatchObject({ dims: 1024, dtype: 'float32' });
    expect(Math.hypot(...item!.dense.values)).toBeCloseTo(1, 5);
    expect(reply.headers.get('x-sie-worker')).toBe('queue:sie-worker-l4-0');
    expect(reply.headers.get('x-inference-time')).toMatch(/^\d+\.\d$/);
    expect(await (await sie.ask('encode', 'baai/BGE-M3', one)).json()).toEqual(body);
  });

  it('encode in MessagePack holds the arrays of msgpack-numpy', async () => {
    const reply = await sie.ask('encode', 'BAAI/bge-m3', one, { accept: 'application/msgpack' });
    expect(reply.headers.get('content-type')).toBe('application/x-msgpack');
    const { items } = decode(await reply.arrayBuffer()) as {
      items: { dense: { values: { nd: boolean; type: string; shape: number[]; data: Uint8Array } } }[];
    };
    const { nd, type, shape, data } = items[0]!.dense.values;
    expect({ nd, type, shape }).toEqual({ nd: true, type: '<f4', shape: [1024] });
    const plain = (await (await sie.ask('encode', 'BAAI/bge-m3', one)).json()) as Encoded;
    expect([...new Float32Array(data.slice().buffer)]).toEqual(plain.items[0]!.dense.values);
  });

  it('trap 2: an escaped slash is another model before 0.7', async () => {
    const reply = await sie.ask('encode', 'BAAI%2Fbge-m3', one);
    expect(reply.status).toBe(escaped);
    if (!later) expect(await reply.json()).toEqual({ message: "Unknown model 'BAAI%2Fbge-m3'" });
  });

  it('trap 3: before 0.7 only answers to inferences tell the version', async () => {
    const told = async (path: string) => (await get(path)).headers.get('x-sie-server-version');
    const expected = later ? version : null;
    for (const path of ['/healthz', '/readyz', '/health', '/v1/models'])
      expect(await told(path)).toBe(expected);
    const reply = await sie.ask('encode', 'BAAI/bge-m3', one);
    expect(reply.headers.get('x-sie-server-version')).toBe(version);
    expect((await sie.ask('encode', 'nobody/knows', one)).headers.get('x-sie-server-version')).toBe(expected);
  });

  it('lists the catalogue, and whether every worker has its configuration', async () => {
    const { models } = (await (await get('/v1/models')).json()) as { models: { name: string }[] };
    expect(models.map(({ name }) => name)).toContain('BAAI/bge-m3');
    const status = await (await get('/v1/configs/models/BAAI/bge-m3/status')).json();
    expect(status).toMatchObject({ config_epoch: 0, all_bundles_acked: true, no_bundles: false });
    expect(await (await fetch(`${sie.config}/v1/configs/epoch`)).json()).toMatchObject({ epoch: 0 });
  });

  it('score ranks and extract finds', async () => {
    const body = {
      query: { text: 'capital of France' },
      items: [{ text: 'bananas' }, { text: 'Paris, capital of France' }],
    };
    const { scores } = (await (await sie.ask('score', 'BAAI/bge-reranker-v2-m3', body)).json()) as {
      scores: object[];
    };
    expect(scores).toMatchObject([
      { item_id: 'item-1', rank: 0 },
      { item_id: 'item-0', rank: 1 },
    ]);
    const found = await sie.ask('extract', 'urchade/gliner_multi-v2.1', {
      items: [{ text: 'Marie Curie was born in Warsaw.' }],
      params: { labels: ['person', 'city'] },
    });
    expect(await found.json()).toMatchObject({
      items: [
        {
          entities: [
            { text: 'Marie Curie', label: 'person', start: 0 },
            { text: 'Warsaw', label: 'city' },
          ],
        },
      ],
    });
  });

  it('refuses what it cannot do, as the vendor does', async () => {
    expect((await sie.ask('encode', 'BAAI/bge-m3', { items: [] })).status).toBe(400);
    expect((await sie.ask('encode', 'nobody/knows', one)).status).toBe(404);
    expect((await sie.ask('encode', 'sglang:/BAAI/bge-m3', one)).status).toBe(409);
    const gpu = await sie.ask('encode', 'BAAI/bge-m3', one, { 'x-sie-machine-profile': 'h100' });
    expect([gpu.status, gpu.headers.get('retry-after')]).toEqual([503, null]);
    expect(await gpu.json()).toMatchObject({ status: 'gpu_not_configured', configured_gpu_types: ['l4'] });
    expect((await fetch(`${sie.gateway}/v1/configs/models`, { method: 'POST' })).status).toBe(405);
  });

  it('has /v1/embeddings on the gateway from 0.7 on, on the worker always', async () => {
    const ask = (url: string) =>
      fetch(`${url}/v1/embeddings`, {
        method: 'POST',
        body: JSON.stringify({ model: 'BAAI/bge-m3', input: ['one', 'two'] }),
      });
    expect((await ask(sie.gateway)).status).toBe(later ? 200 : 404);
    const body = (await (await ask(sie.worker)).json()) as { data: { embedding: number[] }[] };
    expect(body.data.map(({ embedding }) => embedding.length)).toEqual([1024, 1024]);
  });

  it('keeps pools, of which the default one is protected', async () => {
    const pools = `${sie.gateway}/v1/pools`;
    const made = await fetch(pools, { method: 'POST', body: '{"name":"search","gpus":{"l4":1}}' });
    expect([made.status, await made.json()]).toMatchObject([201, { status: { state: 'active' } }]);
    expect((await fetch(`${pools}/search/renew`, { method: 'POST' })).status).toBe(200);
    expect((await sie.ask('encode', 'BAAI/bge-m3', one, { 'x-sie-pool': 'search' })).status).toBe(200);
    expect((await fetch(`${pools}/default`, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(`${pools}/search`, { method: 'DELETE' })).status).toBe(200);
    expect(await (await fetch(pools)).json()).toEqual({ pools: [] });
  });

  it('takes a model that is added while it runs, and every worker acknowledges it', async () => {
    const added = {
      name: 'own/model',
      bundles: ['default'],
      tasks: ['encode'],
      dims: 8,
      maxSequenceLength: 512,
      adapter: 'own',
    };
    await fetch(`${sie.config}/v1/configs/models`, { method: 'POST', body: JSON.stringify(added) });
    const status = async () => (await (await get('/v1/configs/models/own/model/status')).json()) as object;
    await expect.poll(status).toMatchObject({ config_epoch: 1, all_bundles_acked: true });
    expect((await sie.ask('encode', 'own/model', one)).status).toBe(200);
  });
});
