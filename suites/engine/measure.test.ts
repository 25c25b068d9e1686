import { expect, test } from 'vitest';
import type { LoadDriver } from '../../load/driver.ts';
import type { LoadPlan, LoadPlanInput } from '../../load/plan.ts';
import type { LoadResult } from '../../load/result.ts';
import type { PlannedBench } from '../bench/plan.ts';
import { timeWindow } from '../bench/windows.ts';
import { platformMetric } from '../platforms/guards.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { benchOf, planOf } from '../testing/plans.ts';
import type { TrialPorts } from './actions.ts';
import { measure } from './measure.ts';

const load: LoadPlanInput = {
  target: { url: 'http://api:5000', protocol: 'cartesia-bytes' },
  workload: { name: 'tts', texts: ['Ahoy.'] },
  levels: [{ streams: 16 }],
  measureSeconds: 10,
  budget: { maxRequests: 10, maxSeconds: 60, maxStreams: 16 },
};
const whole = { status: 'complete', startedAt: '', finishedAt: '', levels: [] } as unknown as LoadResult;
const blind = {
  ...whole,
  status: 'partial',
  reason: 'the guard queue cannot see',
  stoppedBy: { name: 'queue', kind: 'blind', value: 0, bound: 1000, at: '' },
} as LoadResult;
const full = { ...blind, stoppedBy: { ...blind.stoppedBy!, kind: 'bound' } } as LoadResult;
const pod = (uid: string, restartCount = 0) => ({
  metadata: { uid, name: `tts-worker-${uid}` },
  status: { phase: 'Running', podIP: '10.0.0.1', containerStatuses: [{ restartCount }] },
});

const readyOn = (nodeName: string, since: string) => ({
  ...pod('a'),
  spec: { nodeName, containers: [] },
  status: {
    ...pod('a').status,
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
  },
});
const node = (name: string, condition: string) => ({
  metadata: { name },
  status: { conditions: [{ type: condition, status: 'True' }] },
});

const guardsOf = (pods: string): PlannedBench['guards'] => ({
  metrics: [platformMetric.parse({ name: 'queue', metric: 'queue', pods, port: 8080, max: 4 })],
  probe: null,
  mayBeBlind: false,
});

/** Measures at noon UTC; `pods` are listed one after another, the last one again and again. */
async function measured({
  url = 'http://api:5000',
  pods = [[pod('a')]],
  nodes = [],
  result = whole,
  run = 1,
  ...bench
}: Partial<PlannedBench> & {
  url?: string;
  pods?: object[][];
  nodes?: object[];
  run?: number;
  result?: LoadResult;
} = {}) {
  const loads: LoadPlan[] = [];
  const driver: LoadDriver = {
    run: async (plan) => {
      loads.push(plan);
      return result;
    },
  };
  const left = [...pods];
  const list = async (kind: string) => {
    if (kind === 'everypods') throw new ProbeError('forbidden', 'pods of other namespaces may not be listed');
    if (kind === 'nodes') return nodes;
    return kind !== 'pods' ? [] : left.length > 1 ? left.shift() : left[0];
  };
  const ports = {
    reader: { list },
    clock: { now: () => new Date('2026-06-05T12:00:00Z'), sleep: async () => {} },
    endpoint: { url },
    activity: () => {},
    load: driver,
    checks: { prometheus: async () => null },
  } as unknown as TrialPorts;
  const found = await measure(
    ports,
    planOf(),
    benchOf({ load, ...bench }),
    run,
    new AbortController().signal,
  );
  return { ...found, loads };
}

test('load is made with its guards at the pods that run, and counts where none of them changed', async () => {
  const { status, loads } = await measured({ guards: guardsOf('tts') });
  expect([status, loads[0]?.guards?.metrics[0]?.urls]).toEqual(['valid', ['http://10.0.0.1:8080/metrics']]);
});

test.each([
  ['was replaced', [pod('b')]],
  ['began again', [pod('a', 1)]],
  ['is one of two now', [pod('a'), pod('b')]],
])('a pod that %s voids the run', async (_, after) => {
  const { status, reason } = await measured({ pods: [[pod('a')], after] });
  expect([status, reason]).toEqual(['void', 'pods changed under the load']);
});

test('a guard that could not see, or saw how a pod changed, is no word against another try', async () => {
  const changed = await measured({ result: blind, pods: [[pod('a')], [pod('b')]] });
  expect(changed).toMatchObject({ status: 'void', reason: expect.stringMatching(/^pods changed/) });
  expect(changed.stoppedBy).toBeUndefined();
  expect((await measured({ result: blind })).stoppedBy).toBeUndefined();
  const hurt = await measured({ result: full, pods: [[pod('a')], [pod('b')]] });
  expect([hurt.status, hurt.stoppedBy]).toEqual(['void', undefined]);
  const grown = await measured({ result: full, pods: [[pod('a')], [pod('a'), pod('b')]] });
  expect([(await measured({ result: full })).stoppedBy, grown.stoppedBy]).toEqual(['queue', 'queue']);
});

test('what is found beside the load is kept, and what hosts report themselves voids it', async () => {
  const pods = [[readyOn('gpu-1', '2026-06-05T11:58:00Z')]];
  const calm = await measured({ pods, nodes: [node('gpu-2', 'MemoryPressure'), node('gpu-1', 'Ready')] });
  expect(calm).toMatchObject({ status: 'valid', podAgeSeconds: 120 });
  expect(calm.suspects).toBeUndefined();
  const pressed = await measured({ pods, nodes: [node('gpu-1', 'MemoryPressure')] });
  expect(pressed).toMatchObject({
    status: 'void',
    reason: "not the release's doing: Node/gpu-1 reports MemoryPressure",
    suspects: [{ kind: 'node-pressure', object: 'Node/gpu-1', words: 'reports MemoryPressure' }],
  });
});

test('what could not be looked at is told once, with the first run', async () => {
  const pods = [[readyOn('gpu-1', '2026-06-05T11:58:00Z')]];
  expect((await measured({ pods })).unseen).toEqual([
    'not looked for: gpu-error, gpu-clocks, cpu-throttling, noisy-neighbour (no Prometheus is known)',
    'not looked for: noisy-neighbour (pods of other namespaces may not be listed)',
  ]);
  expect((await measured({ pods, run: 2 })).unseen).toBeUndefined();
});

test.each<[string, Partial<PlannedBench> & { url?: string }, RegExp]>([
  [
    'outside of its time',
    { windows: [timeWindow.parse({ from: '22:00', to: '05:00' })] },
    /outside of the time for benchmarks/,
  ],
  [
    'where it would go beyond its time',
    { windows: [timeWindow.parse({ from: '11:00', to: '12:01' })] },
    /beyond/,
  ],
  ['through what may be a tunnel', { url: 'http://localhost:1' }, /may be a port-forward/],
  ['blindly', { guards: guardsOf('api') }, /no running pod tells queue/],
])('no load is made %s', async (_, bench, says) => {
  const { status, reason, loads } = await measured(bench);
  expect([status, loads]).toEqual(['void', []]);
  expect(reason).toMatch(says);
});
