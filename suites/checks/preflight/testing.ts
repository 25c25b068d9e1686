import type { KubernetesObject, V1Deployment, V1Node, V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import type { AnyCheck } from '../../check.ts';
import type { HelmRelease } from '../../probes/helm/history.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import type { Finding } from '../../record/finding.ts';
import type { Subject } from '../../release/subject.ts';
import type { Target } from '../../release/target.ts';
import { noSettings } from '../../settings.ts';
import { subjectOf } from '../../testing/plans.ts';

/** Objects for the preflight's tests, made by hand. */
export const gpu = 'nvidia.com/gpu';
export const now = Date.parse('2026-06-10T03:00:00Z');

export const podSpec = (image: string, gpus: Record<string, number> = {}, more: object = {}) => ({
  containers: [{ name: 'main', image, resources: { limits: texts(gpus) } }],
  ...more,
});

const texts = (gpus: Record<string, number>) =>
  Object.fromEntries(Object.entries(gpus).map(([name, count]) => [name, String(count)]));

export interface DeploymentOptions {
  readonly replicas?: number;
  readonly surge?: number | string;
  readonly gpus?: Record<string, number>;
  readonly image?: string;
  readonly pod?: object;
  readonly strategy?: 'RollingUpdate' | 'Recreate';
}

export const deployment = (
  name: string,
  options: DeploymentOptions = {},
): V1Deployment & KubernetesObject => {
  const {
    replicas = 2,
    surge = 3,
    gpus = { [gpu]: 1 },
    image = 'r.io/w:v1',
    strategy = 'RollingUpdate',
  } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      strategy: {
        type: strategy,
        ...(strategy === 'RollingUpdate' && { rollingUpdate: { maxSurge: surge, maxUnavailable: 0 } }),
      },
      template: { metadata: { labels: { app: name } }, spec: podSpec(image, gpus, options.pod) },
    },
  };
};

export const statefulSet = (
  name: string,
  options: DeploymentOptions = {},
): V1StatefulSet & KubernetesObject => {
  const { spec } = deployment(name, options);
  const { strategy: _, ...rest } = spec!;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: { ...rest, serviceName: name },
  };
};

export interface NodeOptions {
  readonly gpus?: Record<string, number>;
  readonly labels?: Record<string, string>;
  readonly spec?: V1Node['spec'];
  readonly images?: readonly string[];
}

export const node = (
  name: string,
  { gpus = { [gpu]: 8 }, labels = {}, spec = {}, images = [] }: NodeOptions = {},
): V1Node => ({
  metadata: { name, labels },
  spec,
  status: {
    allocatable: { cpu: '8', ...texts(gpus) },
    conditions: [{ type: 'Ready', status: 'True' }],
    images: images.map((one) => ({ names: [one] })),
  },
});

/** A running pod on a node; waiting for one where there is none. */
export const pod = (
  name: string,
  on: string | undefined,
  gpus: Record<string, number>,
  more: object = {},
): V1Pod => ({
  metadata: { name, labels: { app: name.split('-')[0]! } },
  spec: { ...podSpec('r.io/w:v1', gpus), ...(on !== undefined && { nodeName: on }), ...more },
  status: {
    phase: on === undefined ? 'Pending' : 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});

export const revision = (
  number: number,
  status = 'superseded',
  over: Partial<HelmRelease> = {},
): HelmRelease => ({
  revision: number,
  status,
  chart: { name: 'chart', version: '1.2.0', appVersion: null },
  description: '',
  updatedAt: '',
  values: {},
  defaults: {},
  objects: [],
  hooks: [],
  ...over,
});

export const targetOf = (objects: readonly KubernetesObject[] = [], over: Partial<Target> = {}): Target => ({
  source: 'chart',
  chart: { name: 'chart', version: '1.3.0', appVersion: null },
  tag: null,
  values: {},
  defaults: {},
  schema: null,
  trouble: null,
  objects,
  hooks: [],
  definitions: [],
  ...over,
});

/** What the cluster answers: lists by kind, single objects by `kind/name`, and kinds that may not be read. */
export interface World {
  readonly lists?: Readonly<Record<string, readonly unknown[]>>;
  readonly objects?: Readonly<Record<string, unknown>>;
  readonly forbidden?: readonly string[];
  readonly revisions?: readonly HelmRelease[];
  readonly [other: string]: unknown;
}

const workloadsOf = (lists: World['lists']): Subject['workloads'] =>
  (['deployments', 'statefulsets', 'daemonsets'] as const).flatMap((kind) =>
    ((lists?.[kind] ?? []) as KubernetesObject[]).map(({ metadata }) => ({
      kind: ({ deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet' } as const)[
        kind
      ],
      name: metadata!.name!,
      templateHash: 'x',
      replicas: 1,
      gpusPerPod: 0,
    })),
  );

/** Runs a check against such a world; a probe's error is inconclusive, as the engine has it. */
export async function asked(check: AnyCheck, world: World = {}): Promise<Finding> {
  const { lists = {}, objects = {}, forbidden = [], revisions = [], ...more } = world;
  const guard = (kind: string) => {
    if (forbidden.includes(kind)) throw new ProbeError('forbidden', `no permission to read ${kind}`);
  };
  const context = {
    subject: subjectOf({ workloads: workloadsOf(lists) }),
    settings: noSettings,
    before: null,
    target: null,
    rollout: null,
    now,
    signal: new AbortController().signal,
    progress: () => {},
    prometheus: null,
    kubernetes: {
      namespace: 'cartesia',
      list: async (kind: string) => {
        guard(kind);
        return lists[kind] ?? [];
      },
      get: async (kind: string, name: string) => {
        guard(kind);
        return objects[`${kind}/${name}`] ?? null;
      },
    },
    helm: {
      revisions: async () => {
        guard('helm');
        return revisions;
      },
    },
    ...more,
  };
  try {
    return await check.run(context as never);
  } catch (error) {
    if (error instanceof ProbeError) return { outcome: 'inconclusive', reason: error.message };
    throw error;
  }
}
