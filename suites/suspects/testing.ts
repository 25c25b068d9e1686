import type { V1Container, V1Node, V1Pod, V1Taint } from '@kubernetes/client-node';
import { ProbeError } from '../probes/probe-error.ts';
import type { PrometheusSample } from '../probes/prometheus/probe.ts';
import type { Suspect } from '../record/suspect.ts';
import type { ReleaseSnapshot } from '../release/snapshot.ts';
import { planOf, subjectOf } from '../testing/plans.ts';
import type { Collector, Scene } from './collector.ts';
import type { Sighting } from './sighting.ts';

/** A scene for tests: `tts-worker-1` on `gpu-1`, a host of 16 CPUs and 8 GPUs, and a load of 30 s at 03:10 UTC. */
export const today = (time: string): Date => new Date(`2026-06-10T${time}Z`);

export const nodeOf = (
  name = 'gpu-1',
  over: {
    labels?: Record<string, string>;
    taints?: V1Taint[];
    unschedulable?: boolean;
    conditions?: Record<string, string>;
    gpus?: [capacity: number, allocatable: number];
  } = {},
): V1Node => ({
  metadata: { name, labels: over.labels ?? {} },
  spec: {
    ...(over.taints && { taints: over.taints }),
    ...(over.unschedulable && { unschedulable: over.unschedulable }),
  },
  status: {
    conditions: Object.entries({ Ready: 'True', ...over.conditions }).map(([type, status]) => ({
      type,
      status,
    })),
    addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
    capacity: { cpu: '16', 'nvidia.com/gpu': String(over.gpus?.[0] ?? 8) },
    allocatable: { cpu: '16', 'nvidia.com/gpu': String(over.gpus?.[1] ?? 8) },
  },
});

export const podOf = (
  name: string,
  over: {
    namespace?: string;
    node?: string;
    startedAt?: string;
    labels?: Record<string, string>;
    requests?: Record<string, string>;
    limits?: Record<string, string>;
  } = {},
): V1Pod => ({
  metadata: { name, namespace: over.namespace ?? 'cartesia', ...(over.labels && { labels: over.labels }) },
  spec: {
    nodeName: over.node ?? 'gpu-1',
    containers: [
      {
        name: 'main',
        resources: { requests: over.requests ?? {}, limits: over.limits ?? {} },
      } satisfies V1Container,
    ],
  },
  status: { phase: 'Running', startTime: today(over.startedAt ?? '02:00:00') },
});

export const worker = (limits: Record<string, string> = {}): V1Pod =>
  podOf('tts-worker-1', { limits: { 'nvidia.com/gpu': '1', ...limits } });

/** The release as recorded an hour before its rollout, with the template that it has now, or with another one. */
export const recordedOf = (templateHash = 'abc', takenAt = '02:00:00'): ReleaseSnapshot =>
  ({
    takenAt: today(takenAt).toISOString(),
    workloads: subjectOf().workloads.map((workload) => ({ ...workload, templateHash, images: [] })),
  }) as unknown as ReleaseSnapshot;

export const sightingOf = (at: string, over: Partial<Sighting> = {}): Sighting => ({
  at: today(at),
  nodes: [nodeOf()],
  pods: [worker()],
  deployments: [],
  statefulsets: [],
  replicasets: [],
  controllerrevisions: [],
  ...over,
});

type Series = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Answers a query by the first key whose parts (`a and b`) it holds all; what was before (`offset`) by keys that say so. Counts are 1. */
export const answering = (answers: Readonly<Record<string, readonly Series[]>>): Scene['prometheus'] => ({
  url: 'http://prometheus',
  declares: async () => true,
  query: async (expression): Promise<PrometheusSample[]> => {
    if (expression.startsWith('count(')) return [{ labels: {}, value: 1 }];
    const answer = Object.entries(answers).find(
      ([key]) =>
        key.split(' and ').every((word) => expression.includes(word)) &&
        key.includes('offset') === expression.includes('offset'),
    );
    return (answer?.[1] ?? []).map(([labels, value]) => ({ labels, value }));
  },
});

/** `now` is what is seen before and after the load alike, but for what `before` and `after` say. */
export const sceneOf = ({
  now = {},
  before = {},
  after = {},
  ...over
}: Partial<Omit<Scene, 'before' | 'after'>> & {
  now?: Partial<Sighting>;
  before?: Partial<Sighting>;
  after?: Partial<Sighting>;
} = {}): Scene => ({
  subject: planOf().subject,
  before: sightingOf('03:10:00', { ...now, ...before }),
  after: sightingOf('03:10:30', { ...now, ...after }),
  everypods: [],
  recorded: recordedOf(),
  rolloutAt: today('03:00:00'),
  loadId: 'cartesia-r2-tts-1',
  prometheus: null,
  signal: new AbortController().signal,
  ...over,
});

/** What a collector finds, as `object: words`; the words alone of what it cannot look at. */
export const found = (collector: Collector, scene: Scene): Promise<string[] | string> =>
  collector.look(scene).then(
    (suspects: readonly Suspect[]) => suspects.map(({ object, words }) => `${object}: ${words}`),
    (error) => {
      if (error instanceof ProbeError) return error.message;
      throw error;
    },
  );
