import type { V1Container, V1Pod } from '@kubernetes/client-node';
import type { AnyCheck } from '../../check.ts';
import { runCheck } from '../../engine/run-check.ts';
import type { HelmRelease } from '../../probes/helm/history.ts';
import type { Kind, Kinds } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import type { Subject, Workload } from '../../release/subject.ts';
import { noSettings } from '../../settings.ts';
import { subjectOf } from '../../testing/plans.ts';

/** A cluster of hand-made objects for tests of checks. `forbidden` kinds answer as the API server does without a Role. */
export type Objects = { readonly [K in Kind]?: readonly object[] };

export const now = Date.parse('2026-06-10T03:00:00.000Z');
export const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

export const image = 'registry/cartesia-api:sonic-20260610';
const revision = 'deployment.kubernetes.io/revision';
type Loose = Record<string, unknown>;
const as = <T>(value: unknown): T => value as T;

/** A Deployment of two pods, rolled out, with its ReplicaSet and its pods. Each part can be overridden. */
export function deploymentOf(
  name: string,
  over: { spec?: Loose; status?: Loose; podSpec?: Loose; labels?: Loose; pods?: readonly V1Pod[] } = {},
) {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image }], ...over.podSpec } };
  const deployment = {
    metadata: { name, uid: name, generation: 1, labels: over.labels ?? {}, annotations: { [revision]: '2' } },
    spec: { replicas: 2, selector: { matchLabels: labels }, template, ...over.spec },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2, ...over.status },
  };
  const set = (uid: string, number: string) => ({
    metadata: {
      name: uid,
      uid,
      annotations: { [revision]: number },
      ownerReferences: [{ kind: 'Deployment', name, uid: name, controller: true }],
    },
  });
  return {
    deployments: [deployment],
    replicasets: [set(`${name}-old`, '1'), set(`${name}-new`, '2')],
    pods: over.pods ?? [podOf(`${name}-a`, `${name}-new`, name), podOf(`${name}-b`, `${name}-new`, name)],
  };
}

/** A Ready pod of a ReplicaSet; without `owner` it has no controller. */
export function podOf(
  name: string,
  owner: string | null,
  app: string,
  over: { metadata?: Loose; spec?: Loose; status?: Loose; containerStatus?: Loose } = {},
): V1Pod {
  const status = { name: 'main', ready: true, restartCount: 0, imageID: '', ...over.containerStatus };
  return as<V1Pod>({
    metadata: {
      name,
      uid: name,
      labels: { app },
      creationTimestamp: minutesAgo(60),
      ...(owner && { ownerReferences: [{ kind: 'ReplicaSet', name: owner, uid: owner, controller: true }] }),
      ...over.metadata,
    },
    spec: { nodeName: 'node', containers: [as<V1Container>({ name: 'main', image })], ...over.spec },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: minutesAgo(59) }],
      containerStatuses: [status],
      ...over.status,
    },
  });
}

export const together = (...parts: readonly Objects[]): Objects => {
  const all: Record<string, object[]> = {};
  for (const part of parts)
    for (const [kind, objects] of Object.entries(part)) all[kind] = [...(all[kind] ?? []), ...objects];
  return all as Objects;
};

export const workloadOf = (name: string, over: Partial<Workload> = {}): Workload => ({
  kind: 'Deployment',
  name,
  templateHash: 'abc',
  replicas: 2,
  gpusPerPod: 1,
  ...over,
});

export const snapshotOf = (over: Partial<ReleaseSnapshot> = {}): ReleaseSnapshot => ({
  version: 1,
  takenAt: minutesAgo(30),
  platform: 'cartesia',
  namespace: 'cartesia',
  release: 'cartesia',
  tag: 'sonic-20260503',
  fingerprint: 'a'.repeat(32),
  revision: 1,
  helm: null,
  workloads: [],
  pods: [],
  objects: [],
  inventory: {},
  missing: [],
  ...over,
});

export const helmReleaseOf = (over: Partial<HelmRelease> = {}): HelmRelease => ({
  revision: 2,
  status: 'deployed',
  chart: { name: 'cartesia', version: '1.0.0', appVersion: '1.0' },
  description: 'Upgrade complete',
  updatedAt: minutesAgo(60),
  values: {},
  objects: [],
  hooks: [],
  ...over,
});

export interface Asked {
  readonly objects?: Objects;
  readonly forbidden?: readonly Kind[];
  readonly subject?: Partial<Subject>;
  /** Helm's history; null: no permission to read it. */
  readonly helm?: readonly HelmRelease[] | null;
  readonly [more: string]: unknown;
}

/** Asks a check as the engine does: what it throws is inconclusive. */
export function ask(
  check: AnyCheck,
  { objects = {}, forbidden = [], subject, helm = [], ...more }: Asked = {},
) {
  const kubernetes = {
    namespace: 'cartesia',
    list: async <K extends Kind>(kind: K, { labels }: { labels?: string } = {}): Promise<Kinds[K][]> => {
      if (forbidden.includes(kind)) throw refused(kind);
      const [key, value] = labels?.split('=') ?? [];
      const all = (objects[kind] ?? []) as readonly { metadata?: { labels?: Record<string, string> } }[];
      return as<Kinds[K][]>(all.filter((one) => !key || one.metadata?.labels?.[key] === value));
    },
  };
  const revisions = async () => {
    if (helm === null) throw refused('secrets');
    return helm;
  };
  const context = (signal: AbortSignal) => ({
    subject: subjectOf(subject),
    kubernetes,
    helm: { revisions },
    settings: noSettings,
    before: null,
    target: null,
    now,
    progress: () => {},
    signal,
    ...more,
  });
  return runCheck(check, context, { now: () => new Date(now) } as never, 5, new AbortController().signal);
}

const refused = (kind: Kind) =>
  new ProbeError('forbidden', `no permission to list ${kind} in cartesia: grant it in a Role`);
