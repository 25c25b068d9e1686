import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { UndiciProbe } from '../http/undici-probe.ts';
import { HttpPrometheus } from './http-prometheus.ts';

/** What is made of a server's answer `body` over HTTP; also the queries that it was sent. */
async function asked(
  body: string,
  status = 200,
  ask = (prometheus: HttpPrometheus): Promise<unknown> => prometheus.query('up{namespace="x"}'),
) {
  const queries: (string | null)[] = [];
  const server = createServer(async (request, response) => {
    queries.push(`${request.method} ${request.url} ${new URLSearchParams(await text(request)).get('query')}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using http = new UndiciProbe();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const answer = await ask(new HttpPrometheus(http, url)).catch((error) => error);
  server.close();
  return { answer, queries };
}

const vector = (result: unknown) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });

test('sends the query as a form, and reads the series', async () => {
  const { answer, queries } = await asked(vector([{ metric: { pod: 'a' }, value: [1.5, '1'] }]));
  expect(answer).toEqual([{ labels: { pod: 'a' }, value: 1 }]);
  expect(queries).toEqual(['POST /api/v1/query up{namespace="x"}']);
});

test('an empty answer is an empty list', async () => {
  expect((await asked(vector([]))).answer).toEqual([]);
});

test.each([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['1e+06', 1e6],
])('reads %s', async (written, value) => {
  const scalar = { status: 'success', data: { resultType: 'scalar', result: [1, written] } };
  expect((await asked(JSON.stringify(scalar))).answer).toEqual([{ labels: {}, value }]);
});

test.each([
  [400, '{"status":"error","errorType":"bad_data","error":"parse error"}', 'bad-answer'],
  [503, 'Service Unavailable', 'server-error'],
  [200, '<html>', 'bad-answer'],
])('%i %s is no answer', async (status, body, code) => {
  expect((await asked(body, status)).answer).toMatchObject({ name: 'ProbeError', code });
});

test('a histogram without samples is declared by the name of its family', async () => {
  const family = JSON.stringify({ status: 'success', data: { ttft_seconds: [{ type: 'histogram' }] } });
  const declares = (prometheus: HttpPrometheus) => prometheus.declares('ttft_seconds_bucket');
  const { answer, queries } = await asked(family, 200, declares);
  expect(answer).toBe(true);
  expect(queries[1]).toMatch(/^GET \/api\/v1\/metadata\?metric=ttft_seconds&limit_per_metric=1 /);
  expect((await asked('{"status":"success","data":{}}', 200, declares)).answer).toBe(false);
});
