import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { type DeployedPrometheus, deployPrometheus } from '../../kind-fixtures/ecosystem/prometheus.ts';
import { type OwnPlatform, ownPlatform } from './own-platform.ts';

let prometheus: DeployedPrometheus;
let own: OwnPlatform;
beforeAll(async () => {
  const cluster = await sharedCluster();
  prometheus = await deployPrometheus(cluster, { namespace: 'e2e-own-prometheus', scrape: [] });
  own = await ownPlatform(cluster, 'e2e-own-promql', { prometheus: prometheus.url });
});
afterAll(async () => {
  await own?.[Symbol.asyncDispose]();
  await prometheus?.[Symbol.asyncDispose]();
});

const two = 'vector(1) or label_replace(vector(2), "part", "b", "", "")';
test.each([
  [{ query: 'vector(1)', is: '<', value: 2 }, 'pass', /^1 < 2$/],
  [{ query: 'vector(3)', is: '<', value: 2 }, 'fail', /^3 is not < 2$/],
  [{ query: 'nobody_counts_this', is: '<', value: 2 }, 'inconclusive', /answered nothing/],
  [{ query: two, is: '<', value: 9 }, 'inconclusive', /2 series, not one/],
  [{ query: two, is: '<', value: 9, each: true }, 'pass', /all 2 series/],
  [{ query: two, is: '<', value: 2, each: true }, 'fail', /^2 is not < 2$/],
  [{ query: 'vector(0) / 0', is: '<', value: 2 }, 'inconclusive', /not a number/],
  [{ query: 'sum(', is: '<', value: 2 }, 'inconclusive', /400|parse error/],
])('a real Prometheus is asked: case %#', async (promql, outcome, says) => {
  expect(await own.ask({ promql })).toMatchObject({ outcome, reason: expect.stringMatching(says) });
});
