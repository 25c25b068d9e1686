import { createHash } from 'node:crypto';
import type {
  V1ControllerRevision,
  V1DaemonSet,
  V1Deployment,
  V1PodTemplateSpec,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { CustomObject } from '../probes/kubernetes/custom-kinds.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { canonical, fingerprint, referencedConfigMaps, templateHash } from './fingerprint.ts';
import { gpuLayout } from './gpu-layout.ts';
import { gpuModelOfSubject } from './gpu-model-of-subject.ts';
import { helmLabels, newestRevision } from './helm-revision.ts';
import type { Subject, Workload } from './subject.ts';

/** What observing a release reads. `list:secrets` only where Helm's revisions are wanted. */
export type ReleaseReader = ClusterReader<
  | 'list:deployments'
  | 'list:statefulsets'
  | 'list:daemonsets'
  | 'list:configmaps'
  | 'list:controllerrevisions'
  | 'list:nodes'
  | 'list:pods'
  | 'list:secrets'
>;

/** A controller of the vendor's that makes workloads from custom resources, in its own time. */
export interface Operator {
  /** The custom resources that say what it shall make. */
  readonly kinds: readonly OperatedKind[];
  /** A sentence while it has more to do, else null. Throws `ProbeError`. */
  atWork(reader: ClusterReader): Promise<string | null>;
}
type OperatedKind = 'wordcabdeployments' | 'wordcabpools';

export interface ReleaseQuery {
  /** Helm release name; the namespace is the reader's. */
  readonly release: string;
  /** `helm` reads Helm's revision from its Secrets; `workloads` needs no Secret. */
  readonly revisions: 'helm' | 'workloads';
  /** The release tag that an image carries, or null for images that carry none (NATS). */
  readonly tagOf: (image: string) => string | null;
  /** Labels of the release's workloads (`app=vllm,tier=gpu`), where no Helm release holds them together. */
  readonly selector?: string | undefined;
  readonly operator?: Operator | undefined;
}

export interface ObservedRelease {
  readonly subject: Subject;
  /** A sentence while Helm, or an operator, is still at work on the release, else null. */
  readonly pending: string | null;
}

type Controller = V1Deployment | V1StatefulSet | V1DaemonSet;

const isOf =
  (release: string) =>
  ({ metadata }: Controller): boolean =>
    (metadata?.annotations?.['meta.helm.sh/release-name'] ??
      metadata?.labels?.['app.kubernetes.io/instance']) === release;

const gpusOf = (template: V1PodTemplateSpec): number =>
  (template.spec?.containers ?? [])
    .flatMap((container) => Object.entries(container.resources?.limits ?? {}))
    .filter(([name]) => /^nvidia\.com\/(gpu|mig-)/.test(name))
    .reduce((sum, [, count]) => sum + Number(count), 0);

function layoutOf(template: V1PodTemplateSpec): Pick<Workload, 'layout'> {
  const layout = gpuLayout(template);
  return layout.length > 0 ? { layout } : {};
}

/** Whether a workload has all the labels of a selector of equality pairs. */
const hasLabels = (selector: string) => {
  const wanted = selector.split(',').map((pair) => pair.split(/=+/) as [string, string]);
  return ({ metadata }: Controller): boolean =>
    wanted.every(([key, value]) => metadata?.labels?.[key] === value);
};

/** The release as it is deployed now, or null where none of its workloads exists. Throws `ProbeError`. */
export async function observeRelease(
  reader: ReleaseReader,
  query: ReleaseQuery,
): Promise<ObservedRelease | null> {
  const { selector } = query;
  const owns = selector === undefined ? isOf(query.release) : hasLabels(selector);
  // What labels hold together may be less, or more, than Helm's release of that name: its revision is none of theirs.
  const byHelm = query.revisions === 'helm' && selector === undefined;
  const [deployments, statefulSets, daemonSets] = await Promise.all([
    reader.list('deployments'),
    reader.list('statefulsets'),
    reader.list('daemonsets'),
  ]);
  const owned = [
    ...deployments.map((object) => ({ kind: 'Deployment' as const, object })),
    ...statefulSets.map((object) => ({ kind: 'StatefulSet' as const, object })),
    ...daemonSets.map((object) => ({ kind: 'DaemonSet' as const, object })),
  ].filter(({ object }) => owns(object));
  if (owned.length === 0) return null;

  // What an operator makes follows from its resources, one part after the other: the release is what they say.
  const declared = query.operator ? owned.filter(({ object }) => !isOperated(object)) : owned;
  const templates = declared.map(({ object }) => object.spec!.template);
  const wanted = new Set(templates.flatMap(referencedConfigMaps));
  const usesGpus = owned.some(({ object }) => gpusOf(object.spec!.template) > 0);
  const [configMaps, controllers, nodes, pods, helm, operated, busy] = await Promise.all([
    wanted.size > 0 ? reader.list('configmaps') : [],
    statefulSets.length + daemonSets.length > 0
      ? reader.list('controllerrevisions').catch(nothingIfForbidden)
      : [],
    usesGpus ? reader.list('nodes').catch(nothingIfForbidden) : [],
    usesGpus ? reader.list('pods').catch(nothingIfForbidden) : [],
    byHelm ? reader.list('secrets', { labels: helmLabels(query.release) }) : [],
    operatedBy(reader as ClusterReader, query.operator),
    query.operator?.atWork(reader as ClusterReader) ?? null,
  ]);
  const workloads = owned.map(
    ({ kind, object }): Workload => ({
      kind,
      name: object.metadata!.name!,
      templateHash: templateHash(object.spec!.template),
      replicas:
        'replicas' in object.spec!
          ? (object.spec.replicas ?? 1)
          : ((object.status as V1DaemonSet['status'])?.desiredNumberScheduled ?? 0),
      gpusPerPod: gpusOf(object.spec!.template),
      ...layoutOf(object.spec!.template),
    }),
  );
  const revision = newestRevision(helm);
  return {
    subject: {
      namespace: reader.namespace,
      release: query.release,
      tag: mostFrequent(
        [...templates.flatMap(imagesOf), ...operated.flatMap(({ images }) => images)].flatMap(
          (image) => query.tagOf(image) ?? [],
        ),
      ),
      occurrence: {
        fingerprint: fingerprint(
          [
            ...declared.map(({ kind, object }) => ({
              name: `${kind}/${object.metadata!.name!}`,
              hash: templateHash(object.spec!.template),
            })),
            ...operated,
          ],
          configMaps.filter((map) => wanted.has(map.metadata?.name ?? '')),
        ),
        revision:
          revision?.revision ??
          declared.reduce((sum, { object }) => sum + workloadRevision(object, controllers), 0) +
            operated.reduce((sum, { generation }) => sum + generation, 0),
        source: revision ? 'helm' : 'workloads',
      },
      workloads,
      gpu: {
        ...gpuModelOfSubject(
          owned.map(({ kind, object }) => ({
            kind,
            name: object.metadata!.name!,
            pod: object.spec!.template.spec!,
          })),
          pods,
          nodes,
        ),
        ready: workloads.reduce((sum, workload) => sum + workload.gpusPerPod * workload.replicas, 0),
      },
    },
    pending: revision?.pending ? `Helm revision ${revision.revision} is ${revision.status}` : busy,
  };
}

/** Made by a controller that is none of Kubernetes' own. */
const isOperated = ({ metadata }: Controller): boolean =>
  (metadata?.ownerReferences ?? []).some(
    ({ controller, apiVersion }) => controller && !apiVersion.startsWith('apps/'),
  );

/** What an operator's resources say: their specs' hashes, and the images in them. */
async function operatedBy(reader: ClusterReader, operator: Operator | undefined) {
  const lists = await Promise.all((operator?.kinds ?? []).map((kind) => reader.list(kind)));
  return lists.flat().map((object) => {
    const { metadata, spec } = object as CustomObject & { spec?: unknown };
    const text = canonical(spec ?? {});
    return {
      name: `${object.kind ?? 'resource'}/${metadata?.name}`,
      hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
      generation: metadata?.generation ?? 0,
      images: [...text.matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image!),
    };
  });
}

export const imagesOf = (template: V1PodTemplateSpec): string[] =>
  [...(template.spec?.initContainers ?? []), ...(template.spec?.containers ?? [])].flatMap(
    ({ image }) => image ?? [],
  );

/**
 * Grows with each rollout of the workload, and not with its replicas: a Deployment's own revision, elsewhere its newest
 * ControllerRevision's. The spec's generation, which autoscaling moves too, only where those may not be read.
 */
function workloadRevision({ metadata }: Controller, controllers: readonly V1ControllerRevision[]): number {
  const own = metadata?.annotations?.['deployment.kubernetes.io/revision'];
  if (own !== undefined) return Number(own);
  const revisions = controllers.flatMap((one) =>
    (one.metadata?.ownerReferences ?? []).some(({ uid }) => uid === metadata?.uid) ? [one.revision] : [],
  );
  return revisions.length > 0 ? Math.max(...revisions) : (metadata?.generation ?? 0);
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = Map.groupBy(values, (value) => value);
  const ranked = [...counts].sort(([a, as], [b, bs]) => bs.length - as.length || (a < b ? 1 : -1));
  return ranked[0]?.[0] ?? null;
}

function nothingIfForbidden(error: unknown): [] {
  if (error instanceof ProbeError && error.code === 'forbidden') return [];
  throw error;
}
