import { describe, expect, test } from 'vitest';
import { runCheck } from '../engine/run-check.ts';
import { stillClock } from '../testing/fake-actions.ts';
import { subjectOf } from '../testing/plans.ts';
import { declaredCheck } from './declared-check.ts';
import { checkDefinition, checkDefinitions } from './definition.ts';

const ask = async (definition: object, ports: object) => {
  const check = declaredCheck(checkDefinition.parse({ id: 'mine', title: 'Mine', ...definition }));
  const context = (signal: AbortSignal) => ({
    subject: subjectOf(),
    endpoint: { url: 'http://api', headers: { 'x-api-key': 'k' }, hasApiKey: true },
    settings: {},
    now: Date.parse('2026-06-10T00:00:00Z'),
    signal,
    ...ports,
  });
  return runCheck(check, context, stillClock, 5, new AbortController().signal);
};

describe('http', () => {
  const answer = (status: number, text: string) => ({
    http: { request: async () => ({ status, headers: {}, body: Buffer.from(text), cut: false }) },
  });
  const http = (expect: object) => ({ http: { path: '/v1/x', expect } });
  test.each([
    [{}, answer(200, ''), 'pass'],
    [{}, answer(500, ''), 'fail'],
    [{ status: [204] }, answer(204, ''), 'pass'],
    [{ contains: 'ready' }, answer(200, 'not yet'), 'fail'],
    [{ body: 'body.ready == true' }, answer(200, '{"ready":true}'), 'pass'],
    [{ body: 'body.ready == true' }, answer(200, '{"ready":false}'), 'fail'],
    [{ body: 'body.ready == true' }, answer(200, '{}'), 'inconclusive'],
    [{ body: 'body.ready == true' }, answer(200, 'no JSON'), 'inconclusive'],
  ])('%o of %o is %s', async (expected, ports, outcome) => {
    expect(await ask(http(expected), ports)).toMatchObject({ outcome });
  });

  test('sends the platform its key, and nobody else', async () => {
    const seen: object[] = [];
    const ports = {
      http: {
        request: async (_url: string, { headers }: { headers: object }) => {
          seen.push(headers);
          return { status: 200, headers: {}, body: Buffer.from(''), cut: false };
        },
      },
    };
    await ask({ http: { path: '/x', expect: {} } }, ports);
    await ask({ http: { path: 'https://elsewhere/x', expect: {} } }, ports);
    expect(seen).toEqual([{ 'x-api-key': 'k' }, {}]);
  });
});

describe('promql', () => {
  const samples = (...values: number[]) => ({
    prometheus: { query: async () => values.map((value) => ({ labels: {}, value })) },
  });
  const query = (over: object = {}) => ({ promql: { query: 'q', is: '<', value: 5, ...over } });
  test.each([
    [query(), samples(4), 'pass'],
    [query(), samples(5), 'fail'],
    [query(), samples(), 'inconclusive'],
    [query(), samples(1, 2), 'inconclusive'],
    [query({ each: true }), samples(1, 2), 'pass'],
    [query({ each: true }), samples(1, 9), 'fail'],
    [query(), samples(Number.NaN), 'inconclusive'],
    [query(), { prometheus: null }, 'inconclusive'],
  ])('%o of %o is %s', async (definition, ports, outcome) => {
    expect(await ask(definition, ports)).toMatchObject({ outcome });
  });
});

describe('object', () => {
  const objects = (...found: object[]) => ({
    kubernetes: { list: async () => found, get: async () => found[0] ?? null },
  });
  const replicas = (count: number) => ({ metadata: { name: 'a' }, spec: { replicas: count } });
  const definition = { object: { kind: 'deployments', cel: 'object.spec.replicas >= 2' } };
  test.each([
    [objects(replicas(2), replicas(3)), 'pass'],
    [objects(replicas(2), replicas(1)), 'fail'],
    [objects(), 'fail'],
    [objects({ metadata: {} }), 'inconclusive'],
  ])('%o is %s', async (ports, outcome) => {
    expect(await ask(definition, ports)).toMatchObject({ outcome });
  });

  test('shows what the expression looked at, unless it is a Secret', async () => {
    const seen = { evidence: { seen: 'object.spec.replicas = 1', objects: ['deployments/a'] } };
    expect(await ask(definition, objects(replicas(1)))).toMatchObject(seen);
    const secret = { object: { kind: 'secrets', cel: "object.data.key == 'x'" } };
    const found = await ask(secret, objects({ metadata: { name: 's' }, data: { key: 'hidden' } }));
    expect(found.outcome).toBe('fail');
    expect(JSON.stringify(found)).not.toContain('hidden');
  });
});

describe('container', () => {
  const ended = (exitCode: number | null, message = '', output = 'out') => ({
    jobs: {
      run: async () => ({ exitCode, message, output, trouble: exitCode === null ? 'no image' : null }),
    },
  });
  test.each([
    [ended(0), 'pass', 'exit code 0'],
    [ended(1, 'two GPUs missing\nmore'), 'fail', 'two GPUs missing'],
    // The kubelet took the end of the output for the message.
    [ended(1, 'two\nno model answers', 'one\ntwo\nno model answers\n'), 'fail', 'no model answers'],
    [ended(2, 'no GPUs here'), 'skip', 'no GPUs here'],
    [ended(137), 'inconclusive', 'exit code 137'],
    [ended(null), 'inconclusive', 'no image'],
  ])('%o is %s: %s', async (ports, outcome, reason) => {
    expect(await ask({ container: { image: 'x' } }, ports)).toMatchObject({ outcome, reason });
  });

  test('is told where the platform is; no secret of its output is kept', async () => {
    const asked: { env: object }[] = [];
    const run = async (_id: string, request: { env: object }) => {
      asked.push(request);
      const output = 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789';
      return { exitCode: 0, message: '', output, trouble: null };
    };
    const found = await ask(
      { container: { image: 'x', env: { SEATRIAL_URL: 'mine', A: 'b' } } },
      { jobs: { run } },
    );
    expect(asked[0]!.env).toMatchObject({ SEATRIAL_URL: 'mine', SEATRIAL_RELEASE: 'cartesia', A: 'b' });
    expect(found.evidence?.seen).not.toContain('abcdefghij');
  });
});

describe('tcp and tls', () => {
  const tls = { tls: { host: 'h', port: 443 } };
  const shown = (notAfter: string, distrust: string | null = null, refused = true) => ({
    network: {
      connect: async () => ({ open: false, refused, milliseconds: 1 }),
      handshake: async () => ({
        protocol: 'TLSv1.3',
        distrust,
        chain: [{ names: ['h'], issuer: 'CA', notAfter }],
      }),
    },
  });
  test.each([
    [tls, shown('2026-08-01T00:00:00Z'), 'pass'],
    [tls, shown('2026-06-15T00:00:00Z'), 'fail'],
    [tls, shown('2026-08-01T00:00:00Z', 'CERT_UNTRUSTED'), 'fail'],
    [{ tcp: { host: 'h', port: 1 } }, shown(''), 'fail'],
    [{ tcp: { host: 'h', port: 1 } }, shown('', null, false), 'inconclusive'],
  ])('%o of %o is %s', async (definition, ports, outcome) => {
    expect(await ask(definition, ports)).toMatchObject({ outcome });
  });
});

test.each([
  [[{ id: 'a', title: 'A' }], /exactly one of/],
  [[{ id: 'a', title: 'A', tcp: { host: 'h', port: 1 }, tls: { host: 'h', port: 1 } }], /exactly one of/],
  [
    [
      { id: 'a', title: 'A', tcp: { host: 'h', port: 1 } },
      { id: 'a', title: 'B', tcp: { host: 'h', port: 1 } },
    ],
    /same id/,
  ],
  [[{ id: 'a', title: 'A', object: { kind: 'pods', name: 'x', labels: 'y', cel: 'true' } }], /not both/],
  [[{ id: 'a', title: 'A', object: { kind: 'pods', cel: 'object.spec ==' } }], /it is not CEL/],
  [[{ id: 'a', title: 'A', http: { path: '@elsewhere/x', expect: {} } }], /path/],
])('%j is refused', (definitions, says) => {
  expect(() => checkDefinitions.parse(definitions)).toThrow(says);
});
