import { describe, expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import {
  type Asked,
  ask,
  deploymentOf,
  minutesAgo,
  podOf,
  snapshotOf,
  together,
  workloadOf,
} from '../testing/cluster.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { gracefulShutdown } from './graceful-shutdown.ts';
import { nats, probeLessPods } from './probe-less-pods.ts';
import { restarts } from './restarts.ts';
import { singleGateway } from './single-gateway.ts';
import { warningEvents } from './warning-events.ts';

const worker = 'tts-worker';
const good = deploymentOf(worker);
type Row = [string, Asked, string, RegExp];

describe('restarts', () => {
  const ended = (minutes: number) => ({
    containerStatus: {
      restartCount: 2,
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: minutesAgo(minutes) } },
    },
  });
  const crashed = (minutes: number) =>
    deploymentOf(worker, { pods: [podOf('a', `${worker}-new`, worker, ended(minutes))] });
  const before = snapshotOf({ pods: [{ name: 'a', uid: 'a', workload: null }] });
  test.each<Row>([
    ['passes', { objects: good }, 'pass', /no container of 2 pods/],
    [
      'fails with the last end',
      { objects: crashed(5) },
      'fail',
      /a\/main 2 times, last ended with OOMKilled, exit code 137/,
    ],
    [
      'leaves out what an older pod met before the rollout',
      { objects: crashed(40), before },
      'pass',
      /no container/,
    ],
    ['charges an older pod with what came after', { objects: crashed(20), before }, 'fail', /2 times/],
    ['cannot tell without pods', { objects: { ...good, pods: [] } }, 'inconclusive', /no pods/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(restarts, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('warning-events', () => {
  const event = (kind: string, name: string, minutes: number, over: object = {}) => ({
    metadata: {},
    type: 'Warning',
    reason: 'Failed',
    message: 'no room',
    lastTimestamp: minutesAgo(minutes),
    involvedObject: { kind, name, uid: name },
    ...over,
  });
  const told = (...events: object[]) => ({ objects: together(good, { events }) });
  const scaled = {
    scaledobjects: [{ metadata: { name: worker }, spec: { scaleTargetRef: { name: worker } } }],
  };
  test.each<Row>([
    ['passes', told(), 'pass', /no Warning/],
    [
      'fails on a Ready pod',
      told(event('Pod', `${worker}-a`, 5)),
      'fail',
      /Pod\/tts-worker-a Failed: no room/,
    ],
    [
      'fails on a ReplicaSet that may not create pods',
      told(event('ReplicaSet', `${worker}-new`, 5)),
      'fail',
      /ReplicaSet/,
    ],
    [
      'fails on an autoscaler',
      { objects: together(good, scaled, { events: [event('ScaledObject', worker, 5)] }) },
      'fail',
      /ScaledObject/,
    ],
    [
      'leaves out what a pod met before it was Ready',
      {
        objects: together(
          deploymentOf(worker, {
            pods: [
              podOf('y', `${worker}-new`, worker, {
                status: {
                  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: minutesAgo(4) }],
                },
              }),
            ],
          }),
          { events: [event('Pod', 'y', 5)] },
        ),
      },
      'pass',
      /no Warning/,
    ],
    [
      'leaves out pods that are gone, old events, others and Normal ones',
      told(
        event('Pod', 'gone', 1),
        event('Pod', `${worker}-a`, 11),
        event('Pod', 'x', 1),
        event('Pod', `${worker}-a`, 1, { type: 'Normal' }),
      ),
      'pass',
      /no Warning/,
    ],
    ['cannot tell without permission', { ...told(), forbidden: ['events'] }, 'inconclusive', /list events/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(warningEvents, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('disruption-budgets', () => {
  const budget = (status: object, app = worker, name = 'pdb') => ({
    metadata: { name, generation: 1 },
    spec: { selector: { matchLabels: { app } } },
    status: { observedGeneration: 1, expectedPods: 2, desiredHealthy: 1, disruptionsAllowed: 1, ...status },
  });
  const check = disruptionBudgets({ promised: true });
  const held = (...poddisruptionbudgets: object[]) => ({ objects: together(good, { poddisruptionbudgets }) });
  test.each<Row>([
    ['passes', held(budget({})), 'pass', /1 of 1/],
    [
      'fails on one that blocks every drain',
      held(budget({ desiredHealthy: 2, disruptionsAllowed: 0 })),
      'fail',
      /2 of 2 pods healthy and blocks/,
    ],
    [
      'fails on one that selects other pods',
      held(budget({}, 'other')),
      'fail',
      /no PodDisruptionBudget selects/,
    ],
    ['fails on two for the same pods', held(budget({}), budget({}, worker, 'pdb-2')), 'fail', /2 budgets/],
    [
      'cannot tell while pods are unhealthy',
      held(budget({ disruptionsAllowed: 0 })),
      'inconclusive',
      /not healthy/,
    ],
    ['cannot tell before it is counted', held(budget({ observedGeneration: 0 })), 'inconclusive', /counted/],
    [
      'skips pools at rest, which prove nothing',
      { objects: { ...held(budget({})).objects, pods: [] } },
      'skip',
      /rests at zero/,
    ],
    [
      'skips without GPUs',
      { ...held(), subject: { workloads: [workloadOf(worker, { gpusPerPod: 0 })] } },
      'skip',
      /no workload/,
    ],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  test('skips where none is promised and none is there', async () => {
    expect(await ask(disruptionBudgets({ promised: false }), { objects: good })).toMatchObject({
      outcome: 'skip',
    });
  });
});

describe('graceful-shutdown', () => {
  const check = gracefulShutdown({
    preStopSeconds: 10,
    drainSeconds: 25,
    graceSeconds: 65,
    source: 'a runbook',
  });
  const ending = (grace: number | undefined, lifecycle?: object) => ({
    objects: deploymentOf(worker, {
      podSpec: {
        terminationGracePeriodSeconds: grace,
        containers: [{ name: 'main', ...(lifecycle && { lifecycle }) }],
      },
    }),
  });
  const exec = (command: string[]) => ({ preStop: { exec: { command } } });
  test.each<Row>([
    ['passes by a command', ending(65, exec(['sleep', '10'])), 'pass', /1 workloads/],
    ['passes by a sleep', ending(65, { preStop: { sleep: { seconds: 15 } } }), 'pass', /1 workloads/],
    ['fails without a hook', ending(65), 'fail', /no preStop hook/],
    ['fails on a shorter hook', ending(65, exec(['sh', '-c', 'sleep 2'])), 'fail', /waits only 2 s/],
    [
      'fails on a short grace period',
      ending(30, exec(['sleep', '10'])),
      'fail',
      /grace period is 30 s, of at least 65/,
    ],
    [
      'fails where the hook alone takes the time',
      ending(65, exec(['sleep', '50'])),
      'fail',
      /ends before preStop and drain \(75 s\)/,
    ],
    ['takes the API server’s default', ending(undefined, exec(['sleep', '10'])), 'fail', /is 30 s/],
    ['cannot tell how long a program takes', ending(65, exec(['/drain'])), 'inconclusive', /does not say/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('single-gateway', () => {
  const check = singleGateway('component=gateway', 'a runbook');
  const gateway = (replicas: number, component = 'gateway') => ({
    subject: { workloads: [workloadOf('gate')] },
    objects: deploymentOf('gate', { spec: { replicas }, labels: { component } }),
  });
  test.each<Row>([
    ['passes with two', gateway(2), 'pass', /two replicas/],
    ['fails with one', gateway(1), 'fail', /brief 503s/],
    ['cannot tell where none is labelled so', gateway(2, 'x'), 'inconclusive', /no Deployment/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('probe-less-pods', () => {
  const check = probeLessPods([nats]);
  const bus = deploymentOf('nats', {
    podSpec: { containers: [{ name: 'main', image: 'docker.io/library/nats:2.12' }] },
  });
  const subject = { workloads: [workloadOf('nats')] };
  const http = (answer: number | string) => ({
    request: async () => {
      if (typeof answer === 'string') throw new ProbeError('unreachable', 'no', { code: answer });
      return { status: answer, headers: {}, body: Buffer.from(''), cut: false };
    },
  });
  const network = (open: boolean, refused = false) => ({
    connect: async () => ({ open, refused, milliseconds: 1 }),
  });
  test.each<Row>([
    [
      'passes by its health',
      { objects: bus, http: http(200), network: network(false) },
      'pass',
      /2 pods of NATS/,
    ],
    [
      'passes by its port',
      { objects: bus, http: http('ECONNREFUSED'), network: network(true) },
      'pass',
      /2 pods/,
    ],
    [
      'fails on another answer',
      { objects: bus, http: http(503), network: network(true) },
      'fail',
      /answers 503/,
    ],
    [
      'fails on a refusal',
      { objects: bus, http: http('ECONNREFUSED'), network: network(false, true) },
      'fail',
      /refuses connections on 4222/,
    ],
    [
      'fails without a pod',
      { objects: { ...bus, pods: [] }, http: http(200), network: network(true) },
      'fail',
      /has no pod/,
    ],
    [
      'cannot tell by silence',
      { objects: bus, http: http('ETIMEDOUT'), network: network(false) },
      'inconclusive',
      /open from here/,
    ],
    [
      'skips where nothing runs it',
      { objects: good, subject: { workloads: [workloadOf(worker)] } },
      'skip',
      /no workload/,
    ],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(check, { subject, ...asked })).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});
