import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import type { ClusterReader, KubernetesRule } from '../../probes/kubernetes/reader.ts';
import type { Subject } from '../../release/subject.ts';

/** What finding the autoscalers touches. */
export const scalerRules = [
  'list:horizontalpodautoscalers',
  'list:scaledobjects',
] as const satisfies readonly KubernetesRule[];

/** What moves a workload's replicas, and between which bounds. */
export interface Scaler {
  /** `ScaledObject/tts-worker`. */
  readonly name: string;
  /** `Deployment/tts-worker`. */
  readonly target: string;
  readonly min: number;
  readonly max: number;
  /** Replicas where there is nothing to do, where that is below `min`. */
  readonly idle: number | null;
  readonly paused: boolean;
}

/** Bounds that hold where nobody gave any (keda.sh/v1alpha1, autoscaling/v2). */
const unless = { kedaMin: 0, kedaMax: 100, hpaMin: 1 };

/** `Deployment/x`, the workload that a ScaledObject scales. */
export const targetOf = ({ spec }: ScaledObject): string =>
  `${spec?.scaleTargetRef?.kind ?? 'Deployment'}/${spec?.scaleTargetRef?.name ?? '?'}`;

export const named = (object: ScaledObject): string => `ScaledObject/${object.metadata?.name ?? '?'}`;

export const isOfSubject =
  (subject: Subject) =>
  (object: ScaledObject): boolean =>
    subject.workloads.some(({ kind, name }) => `${kind}/${name}` === targetOf(object)) ||
    object.metadata?.labels?.['app.kubernetes.io/instance'] === subject.release;

const annotation = 'autoscaling.keda.sh/paused';

/** In words, how a ScaledObject is paused; null where it is not. An object that is paused stays Ready. */
export function pauseOf({ metadata, status }: ScaledObject): string | null {
  const notes = metadata?.annotations ?? {};
  const held = notes[`${annotation}-replicas`];
  if (held !== undefined) return `paused at ${held} replicas by annotation`;
  for (const name of [annotation, `${annotation}-scale-in`, `${annotation}-scale-out`]) {
    const value = notes[name];
    if (value !== undefined && value !== 'false') return `${name.slice(annotation.length - 6)} by annotation`;
  }
  const condition = status?.conditions?.find(({ type }) => type === 'Paused');
  return condition?.status === 'True'
    ? `condition Paused is True (${condition.reason ?? 'no reason'})`
    : null;
}

/** The autoscalers of the namespace. A HorizontalPodAutoscaler that KEDA made is left out for its ScaledObject. Throws `ProbeError`. */
export async function readScalers(
  kubernetes: ClusterReader<(typeof scalerRules)[number]>,
): Promise<Scaler[]> {
  const [scaled, horizontal] = await Promise.all([
    kubernetes.list('scaledobjects'),
    kubernetes.list('horizontalpodautoscalers'),
  ]);
  return [
    ...scaled.map((object) => ({
      name: named(object),
      target: targetOf(object),
      min: object.spec?.minReplicaCount ?? unless.kedaMin,
      max: object.spec?.maxReplicaCount ?? unless.kedaMax,
      idle: object.spec?.idleReplicaCount ?? null,
      paused: pauseOf(object) !== null,
    })),
    ...horizontal
      .filter(({ metadata }) => !metadata?.ownerReferences?.some(({ kind }) => kind === 'ScaledObject'))
      .map(({ metadata, spec }) => ({
        name: `HorizontalPodAutoscaler/${metadata?.name}`,
        target: `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`,
        min: spec?.minReplicas ?? unless.hpaMin,
        max: spec?.maxReplicas ?? unless.hpaMin,
        idle: null,
        paused: false,
      })),
  ];
}
