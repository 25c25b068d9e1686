import type { V1OwnerReference, V1Pod } from '@kubernetes/client-node';
import type { Endpoint } from '../../check.ts';
import type { Platform } from '../../platforms/platform.ts';
import type { HelmHistory } from '../../probes/helm/history.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import type { ClusterReader, Kind, Kinds, KubernetesRule } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { imagesOf } from '../../release/observe.ts';
import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import type { Subject } from '../../release/subject.ts';
import {
  configMapObjects,
  customObjects,
  leaseObjects,
  type SnapshotObject,
  scaledObjects,
  storageClassObjects,
} from './snapshot-objects.ts';
import { recordedValues } from './values.ts';

/** Kinds of custom resources that are compared as a whole. */
const customKinds = [
  'certificates',
  'managedcertificates',
  'podmonitors',
  'servicemonitors',
  'wordcabdeployments',
  'wordcabpools',
] as const;

const workloadKinds = ['deployments', 'statefulsets', 'daemonsets'] as const;

/** What a snapshot reads; whatever of it is not allowed is named in the snapshot. Helm's history needs `list:secrets` beside. */
export const snapshotRules = [
  'list:configmaps',
  'list:daemonsets',
  'list:deployments',
  'list:leases',
  'list:pods',
  'list:scaledobjects',
  'list:statefulsets',
  'list:storageclasses',
  ...customKinds.map((kind) => `list:${kind}` as const),
] as const satisfies readonly KubernetesRule[];

export interface SnapshotRequest {
  readonly platform: Platform;
  readonly subject: Subject;
  /** Where the platform is asked for what it serves; null asks nothing. */
  readonly endpoint: Endpoint | null;
  readonly kubernetes: ClusterReader<(typeof snapshotRules)[number]>;
  /** Null where Helm's Secrets may not be read. */
  readonly helm: HelmHistory | null;
  readonly http: HttpProbe;
  readonly now: Date;
  readonly signal: AbortSignal;
}

const most = {
  workloads: 100,
  pods: 200,
  objects: 300,
  inventory: 300,
  missing: 40,
  images: 10,
  history: 20,
};

/** The release as it is now, for a comparison later on. A part that cannot be read is left out and named, never guessed. */
export async function takeSnapshot(request: SnapshotRequest): Promise<ReleaseSnapshot> {
  const { platform, subject, kubernetes, now } = request;
  const missing: ReleaseSnapshot['missing'] = [];
  const miss = (part: string, reason: string): void =>
    void missing.push({ part, reason: reason.slice(0, 300) });
  const orMissing = async <T>(part: string, read: () => Promise<T>, nothing: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      miss(part, error.message);
      return nothing;
    }
  };
  const few = <T>(part: string, items: readonly T[], limit: number): T[] => {
    if (items.length > limit) miss(part, `${items.length - limit} of ${items.length} did not fit`);
    return items.slice(0, limit);
  };
  const list: Lister = (kind) => orMissing(kind, () => kubernetes.list(kind), []);

  const [helm, controllers, pods, objects, inventory] = await Promise.all([
    orMissing('helm', () => helmOf(request, miss), null),
    Promise.all(workloadKinds.map((kind) => list(kind))).then((lists) => lists.flat()),
    list('pods'),
    objectsOf(list),
    orMissing('inventory', () => inventoryOf(request), {}),
  ]);
  if (!request.helm) miss('helm', 'Helm’s Secrets are not read');
  const images = new Map(
    controllers.map(({ metadata, spec }) => [metadata?.name, spec ? imagesOf(spec.template) : []]),
  );
  const { occurrence, namespace, release, tag } = subject;
  return {
    version: 1,
    takenAt: now.toISOString(),
    platform: platform.name,
    namespace,
    release,
    tag,
    fingerprint: occurrence.fingerprint,
    revision: occurrence.revision,
    helm,
    workloads: few('workloads', subject.workloads, most.workloads).map((workload) => ({
      ...workload,
      images: (images.get(workload.name) ?? []).slice(0, most.images).map((image) => image.slice(0, 300)),
    })),
    pods: few('pods', podsOf(subject, pods), most.pods),
    objects: few('objects', objects, most.objects),
    inventory: Object.fromEntries(
      Object.entries(inventory).map(([kind, names]) => [
        kind,
        few(kind, [...names].sort(), most.inventory).map((name) => name.slice(0, 200)),
      ]),
    ),
    missing: missing.slice(0, most.missing),
  };
}

type KindOf<R> = R extends `list:${infer K extends Kind}` ? K : never;
type Listed = KindOf<(typeof snapshotRules)[number]>;
type Lister = <K extends Listed>(kind: K) => Promise<Kinds[K][]>;

/** The rarest and most telling kinds first: where there is no room for all, ConfigMaps are cut. */
async function objectsOf(list: Lister): Promise<SnapshotObject[]> {
  const [scaled, customs, storage, leases, maps] = await Promise.all([
    list('scaledobjects'),
    Promise.all(customKinds.map(async (kind) => customObjects(kind, await list(kind)))),
    list('storageclasses'),
    list('leases'),
    list('configmaps'),
  ]);
  return [
    ...scaledObjects(scaled),
    ...customs.flat(),
    ...storageClassObjects(storage),
    ...leaseObjects(leases),
    ...configMapObjects(maps),
  ];
}

async function helmOf(
  { helm, subject }: SnapshotRequest,
  miss: (part: string, reason: string) => void,
): Promise<ReleaseSnapshot['helm']> {
  const revisions = (await helm?.revisions()) ?? [];
  const newest = revisions[0];
  if (!newest) return null;
  const { hash, values, left } = recordedValues(newest.values, `${subject.namespace}/${subject.release}`);
  if (left > 0) miss('values', `${left} of Helm’s values did not fit`);
  return {
    revision: newest.revision,
    status: newest.status.slice(0, 40),
    chart: newest.chart.name,
    chartVersion: newest.chart.version,
    appVersion: newest.chart.appVersion,
    valuesHash: hash,
    values,
    history: revisions.slice(0, most.history).map(({ revision, status, chart, description, updatedAt }) => ({
      revision,
      status: status.slice(0, 40),
      chartVersion: chart.version,
      appVersion: chart.appVersion,
      updatedAt: updatedAt.slice(0, 40),
      description: description.slice(0, 200),
    })),
  };
}

async function inventoryOf({
  platform,
  endpoint,
  http,
  signal,
}: SnapshotRequest): Promise<Readonly<Record<string, readonly string[]>>> {
  if (!platform.inventory) return {};
  if (!endpoint) throw new ProbeError('unreachable', `${platform.title} could not be asked what it serves`);
  return platform.inventory({ endpoint, http, signal });
}

/** Pods that serve: those of a controller, running or coming up; finished ones of Jobs are not the release's. */
function podsOf({ workloads }: Subject, pods: readonly V1Pod[]): ReleaseSnapshot['pods'] {
  return pods
    .filter(({ metadata, status }) => {
      const owner = controllerOf(metadata?.ownerReferences);
      const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
      return owner?.kind !== 'Job' && !ended && metadata?.deletionTimestamp === undefined;
    })
    .map(({ metadata }) => ({
      name: metadata!.name!,
      uid: metadata!.uid!.slice(0, 40),
      workload: workloadOf(controllerOf(metadata!.ownerReferences), workloads),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const controllerOf = (owners: readonly V1OwnerReference[] | undefined): V1OwnerReference | undefined =>
  owners?.find(({ controller }) => controller);

/** A ReplicaSet is named after its Deployment and a hash. */
function workloadOf(owner: V1OwnerReference | undefined, workloads: Subject['workloads']): string | null {
  if (!owner) return null;
  const name = owner.kind === 'ReplicaSet' ? owner.name.replace(/-[a-z0-9]+$/, '') : owner.name;
  return workloads.some((workload) => workload.name === name) ? name : null;
}
