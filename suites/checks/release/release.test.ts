import { describe, expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import {
  type Asked,
  ask,
  deploymentOf,
  helmReleaseOf,
  minutesAgo,
  snapshotOf,
  workloadOf,
} from '../testing/cluster.ts';
import { helmDeployed } from './helm-deployed.ts';
import { helmVersion } from './helm-version.ts';
import { inventoryKept } from './inventory-kept.ts';
import { objectsMatchRevision } from './objects-match-revision.ts';
import { podsUnchanged } from './pods-unchanged.ts';
import { workloadsKept } from './workloads-kept.ts';

const worker = 'tts-worker';
type Row = [string, Asked, string, RegExp];

describe('helm-deployed', () => {
  const at = (status: string, minutes = 60): Asked => ({
    helm: [helmReleaseOf({ status, updatedAt: minutesAgo(minutes) }), helmReleaseOf({ revision: 1 })],
  });
  test.each<Row>([
    ['passes', at('deployed'), 'pass', /revision 2 is deployed/],
    ['fails on a failed revision on top of a deployed one', at('failed'), 'fail', /revision 2 failed/],
    ['fails on one that was cut off', at('pending-upgrade'), 'fail', /for 60 minutes/],
    ['cannot tell while Helm is at work', at('pending-rollback', 2), 'inconclusive', /still at work/],
    ['skips without history', { helm: [] }, 'skip', /no history/],
    ['names the missing permission', { helm: null }, 'inconclusive', /no permission to list secrets/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(helmDeployed, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('helm-version', () => {
  const tagOf = (image: string) => /:(v?[\w.-]+)$/.exec(image)?.[1] ?? null;
  const check = (appVersionIsTag = false) => helmVersion({ tagOf, appVersionIsTag });
  const [deployment] = deploymentOf(worker).deployments;
  const release = (over: object = {}) => helmReleaseOf({ objects: [deployment] as never, ...over });
  const asked = (over: object = {}, labels: object = { 'helm.sh/chart': 'cartesia-1.0.0' }): Asked => ({
    objects: deploymentOf(worker, { labels: labels as never }),
    helm: [release(over)],
  });
  const target = { chart: { name: 'cartesia', version: '1.1.0', appVersion: '1.0' } };
  test.each<Row>([
    ['passes', asked(), 'pass', /cartesia-1.0.0, app version 1.0/],
    [
      'fails on a workload of another chart',
      asked({}, { 'helm.sh/chart': 'cartesia-0.9.0' }),
      'fail',
      /is of chart cartesia-0.9.0/,
    ],
    [
      'fails on another chart than the target’s',
      { ...asked(), target },
      'fail',
      /chart version is 1.0.0, the target's 1.1.0/,
    ],
    [
      'fails where another tag runs than declared',
      { ...asked(), subject: { tag: 'sonic-20260503' } },
      'fail',
      /declares sonic-20260610, and sonic-20260503 runs/,
    ],
    ['cannot tell without a tag', { ...asked(), subject: { tag: null } }, 'inconclusive', /no image/],
    ['skips without history', { ...asked(), helm: [] }, 'skip', /no history/],
    ['names the missing permission', { ...asked(), helm: null }, 'inconclusive', /list secrets/],
  ])('%s', async (_, given, outcome, reason) => {
    expect(await ask(check(), given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  test('takes appVersion v0.3.1 and tag 0.3.1 for one (trap 4), and no other', async () => {
    const chart = (appVersion: string) => ({
      chart: { name: 'cartesia', version: '1.0.0', appVersion },
      objects: [],
    });
    const given = (appVersion: string) => ({ ...asked(chart(appVersion)), subject: { tag: '0.3.1' } });
    expect(await ask(check(true), given('v0.3.1'))).toMatchObject({ outcome: 'pass' });
    expect(await ask(check(true), given('v0.3.2'))).toMatchObject({ outcome: 'fail' });
  });
});

describe('objects-match-revision', () => {
  const check = objectsMatchRevision(['scaledobjects']);
  const yaml = (version: string, max: number) =>
    `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: l4\n  labels: { helm.sh/chart: sie-${version} }\nspec:\n  maxReplicaCount: ${max}\n`;
  const live = (version: string, max: number, name = 'l4') => ({
    kind: 'ScaledObject',
    metadata: {
      name,
      labels: { 'helm.sh/chart': `sie-${version}`, 'app.kubernetes.io/instance': 'cartesia' },
    },
    spec: { maxReplicaCount: max, pollingInterval: 30 },
  });
  const hook = {
    kind: 'ConfigMap',
    metadata: { name: 'f-keda' },
    data: { 'scaledobjects.yaml': yaml('0.3.1', 10), notes: 'text' },
  };
  const helm = [helmReleaseOf({ hooks: [hook as never] })];
  const there = (...scaledobjects: object[]): Asked => ({ objects: { scaledobjects }, helm });
  test.each<Row>([
    ['passes by a hook’s ConfigMap', there(live('0.3.1', 10)), 'pass', /1 of 1/],
    [
      'fails on what the rollback did not bring back (trap 10)',
      there(live('0.3.2', 10)),
      'fail',
      /labels.helm.sh\/chart: "sie-0.3.2", declared "sie-0.3.1"/,
    ],
    ['fails on another spec', there(live('0.3.1', 4)), 'fail', /spec.maxReplicaCount: 4, declared 10/],
    ['fails on one that is missing', there(), 'fail', /is not there/],
    [
      'fails on one that is left over',
      there(live('0.3.1', 10), live('0.5.0', 3, 'l4-default')),
      'fail',
      /l4-default is not in revision 2/,
    ],
    [
      'cannot tell while Helm is at work',
      {
        ...there(live('0.3.1', 10)),
        helm: [helmReleaseOf({ hooks: [hook as never], status: 'pending-rollback' })],
      },
      'inconclusive',
      /still at work/,
    ],
    ['skips where the revision has none', { helm: [helmReleaseOf()] }, 'skip', /no scaledobjects/],
    ['names the missing permission', { ...there(), helm: null }, 'inconclusive', /list secrets/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('voices-kept', () => {
  const check = (now: Record<string, string[]> | null) =>
    inventoryKept({
      kind: 'voices',
      source: 'a page',
      inventory: async () => {
        if (now === null) throw new ProbeError('unreachable', 'GET /voices: no answer');
        return now;
      },
    });
  const before = snapshotOf({ inventory: { voices: ['ada', 'bob'] } });
  test.each<[string, Record<string, string[]> | null, Asked, string, RegExp]>([
    ['passes', { voices: ['bob', 'cid', 'ada'] }, { before }, 'pass', /all 2 voices/],
    ['fails', { voices: ['ada'] }, { before }, 'fail', /1 of 2 voices are lost: bob/],
    ['cannot tell without an answer', null, { before }, 'inconclusive', /no answer/],
    ['cannot tell where the platform does not say', {}, { before }, 'inconclusive', /does not tell/],
    [
      'proves nothing by an empty record',
      { voices: [] },
      { before: snapshotOf({ inventory: { voices: [] } }) },
      'inconclusive',
      /no voices before/,
    ],
    [
      'cannot tell by a record that could not be taken',
      { voices: [] },
      { before: snapshotOf({ missing: [{ part: 'inventory', reason: 'no answer' }] }) },
      'inconclusive',
      /could not read/,
    ],
    ['skips without a record', { voices: [] }, {}, 'skip', /seatrial record/],
    ['skips a record without the kind', { voices: [] }, { before: snapshotOf() }, 'skip', /has no voices/],
  ])('%s', async (_, now, asked, outcome, reason) => {
    expect(await ask(check(now), asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('workloads-kept', () => {
  const had = (name: string) => snapshotOf({ workloads: [{ ...workloadOf(name), images: [] }] });
  test.each<Row>([
    ['passes', { objects: deploymentOf(worker), before: had(worker) }, 'pass', /all 1/],
    ['fails', { objects: deploymentOf(worker), before: had('clone') }, 'fail', /Deployment\/clone/],
    ['skips without a record', { objects: deploymentOf(worker) }, 'skip', /seatrial record/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(workloadsKept, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('pods-unchanged', () => {
  const pod = (uid: string) => ({ name: uid, uid, workload: `Deployment/${worker}` });
  const recordOf = (uids: string[], templateHash = 'abc') =>
    snapshotOf({ workloads: [{ ...workloadOf(worker, { templateHash }), images: [] }], pods: uids.map(pod) });
  const asked = (uids: string[], hash?: string): Asked => ({
    objects: deploymentOf(worker),
    before: recordOf(uids, hash),
  });
  test.each<Row>([
    ['passes', asked([`${worker}-a`, `${worker}-b`]), 'pass', /no pod of 2/],
    [
      'fails on pods that took the place of others',
      asked([`${worker}-a`, 'older']),
      'fail',
      /1 of 2 pods were restarted/,
    ],
    ['lets an autoscaler add one', asked([`${worker}-a`]), 'pass', /no pod/],
    ['lets an autoscaler take one', asked([`${worker}-a`, `${worker}-b`, 'taken']), 'pass', /no pod/],
    [
      'cannot tell by a record that was cut',
      {
        objects: deploymentOf(worker),
        before: { ...recordOf(['older']), missing: [{ part: 'pods', reason: 'cut' }] },
      },
      'inconclusive',
      /not hold all pods/,
    ],
    ['skips where a template changed', asked([`${worker}-a`], 'other'), 'skip', /not a config-only change/],
    ['skips without a record', { objects: deploymentOf(worker) }, 'skip', /seatrial record/],
  ])('%s', async (_, given, outcome, reason) => {
    expect(await ask(podsUnchanged, given)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});
