import { describe, expect, it } from 'vitest';
import { startStandIn } from './stand-in.ts';

const one = { items: [{ text: 'scale from zero' }] };

describe.each([
  { version: '0.3.1', status: 202, after: '120', code: null },
  { version: '0.7.3', status: 503, after: '60', code: 'PROVISIONING' },
])('SIE $version without a worker', ({ version, status, after, code }) => {
  it('traps 9 and 14: it is ready and answers 200 at /health, which says degraded; requests are put off', async () => {
    await using sie = await startStandIn({ version, discovers: false });
    expect((await fetch(`${sie.gateway}/readyz`)).status).toBe(200);
    const health = await fetch(`${sie.gateway}/health`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { status: 'degraded', configured_gpu_types: ['l4'], live_gpu_types: [], cluster: { worker_count: 0 } },
    ]);
    const { models } = (await (await fetch(`${sie.gateway}/v1/models`)).json()) as { models: object[] };
    expect(models).toContainEqual(
      expect.objectContaining({ name: 'BAAI/bge-m3', worker_count: 0, loaded: false }),
    );
    const reply = await sie.ask('encode', 'BAAI/bge-m3', one);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([status, after]);
    expect(reply.headers.get('x-sie-error-code')).toBe(code);
    const metrics = await (await fetch(`${sie.gateway}/metrics`)).text();
    expect(metrics).toMatch(/^sie_gateway_pending_demand\{machine_profile="any",bundle="default"\} 1$/m);
    expect(metrics).toMatch(/^sie_gateway_provisioning_responses_total\{machine_profile="any"\} 1$/m);
  });
});

it('trap 14: before its first snapshot a gateway is ready at 0.3.1, and not from 0.7 on', async () => {
  await using old = await startStandIn({ version: '0.3.1', configured: false });
  expect((await fetch(`${old.gateway}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${old.gateway}/v1/models`)).json()).toEqual({ models: [] });
  await using later = await startStandIn({ version: '0.7.3', configured: false });
  const ready = await fetch(`${later.gateway}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([503, 'config bootstrap pending']);
});

it.each([
  ['0.3.1', 503, 'MODEL_LOADING'],
  ['0.7.3', 504, 'GATEWAY_TIMEOUT'],
])('SIE %s answers %i %s where a model loads for too long', async (version, status, code) => {
  const settings = { STANDIN_MODEL_LOAD_MS: '5000', SIE_GATEWAY_REQUEST_TIMEOUT_MS: '200' };
  await using sie = await startStandIn({ version, settings });
  const reply = await sie.ask('encode', 'BAAI/bge-m3', one);
  expect([reply.status, reply.headers.get('x-sie-error-code')]).toEqual([status, code]);
});

it('trap 17: with authentication only the probes are free, and without tokens nothing works', async () => {
  await using sie = await startStandIn({
    settings: { SIE_AUTH_ENABLED: 'true', SIE_AUTH_TOKENS: 'secret' },
    discovers: false,
    configured: false,
  });
  const statuses = (headers: Record<string, string>) =>
    Promise.all(
      ['/healthz', '/readyz', '/health', '/metrics', '/v1/models'].map(
        async (path) => (await fetch(`${sie.gateway}${path}`, { headers })).status,
      ),
    );
  expect(await statuses({})).toEqual([200, 200, 401, 401, 401]);
  expect(await statuses({ authorization: 'Bearer secret' })).toEqual([200, 200, 200, 200, 200]);
  await using open = await startStandIn({
    settings: { SIE_AUTH_ENABLED: 'true' },
    discovers: false,
    configured: false,
  });
  expect((await fetch(`${open.gateway}/health`)).status).toBe(500);
});
