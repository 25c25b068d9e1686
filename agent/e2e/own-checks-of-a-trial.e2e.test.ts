import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { nodeInImage } from '../../kind-fixtures/images/node-runtime.ts';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import { recordOf } from '../../suites/record/record.ts';
import { Berth } from './berth.ts';
import { nodeImageName } from './own-platform.ts';

let berth: Berth;
beforeAll(async () => {
  berth = await Berth.open(await sharedCluster(), 'own');
});
afterAll(() => berth?.[Symbol.asyncDispose]());

const container = (script: string) => ({
  timeoutSeconds: 60,
  suite: 'smoke',
  container: { image: nodeImageName, command: [nodeInImage, '--input-type=module', '--eval', script] },
});
const checks = [
  { id: 'workers', title: 'Workers', object: { kind: 'deployments', cel: 'object.spec.replicas >= 1' } },
  {
    id: 'accounts',
    title: 'Accounts, which the agent may not read',
    gate: 'advisory',
    object: { kind: 'serviceaccounts', cel: 'true' },
  },
  {
    id: 'answers',
    title: 'The platform answers a container',
    ...container('process.exit((await fetch(process.env.SEATRIAL_URL)).ok ? 0 : 1)'),
  },
  {
    id: 'diagnostic',
    title: 'A diagnostic that fails',
    gate: 'advisory',
    ...container('console.error("one GPU is missing"); process.exit(1)'),
  },
];

test('checks of a Trial are run by the agent in the cluster, and leave nothing behind', async () => {
  await berth.upgrade({ tag: cartesiaFixture.releaseTags.first });
  await berth.boardAgent({ bench: { enabled: false }, checks });
  const { spec, status } = await berth.finished(1);
  const { results, verdict } = recordOf(spec.plan, status.journal);
  const own = results.filter(({ check }) => check.startsWith('own.'));
  expect(own.map(({ check, outcome, reason }) => [check, outcome, reason])).toEqual([
    ['own.workers', 'pass', '5 deployments: object.spec.replicas >= 1'],
    [
      'own.accounts',
      'inconclusive',
      expect.stringMatching(/no permission to list serviceaccounts in e2e-own/),
    ],
    ['own.answers', 'pass', 'exit code 0'],
    ['own.diagnostic', 'fail', 'one GPU is missing'],
  ]);
  expect(verdict).toBe('pass');
  expect((await berth.batch.listNamespacedJob({ namespace: berth.namespace })).items).toEqual([]);
});
