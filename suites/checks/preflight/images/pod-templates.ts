import type { KubernetesObject, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';

/** Pods that an object would make. */
export interface PodTemplate {
  /** `Deployment/api`. */
  readonly of: string;
  readonly pod: V1PodSpec;
}

interface Templated extends KubernetesObject {
  readonly spec?: {
    readonly template?: V1PodTemplateSpec;
    readonly jobTemplate?: { readonly spec?: { readonly template?: V1PodTemplateSpec } };
    readonly containers?: V1PodSpec['containers'];
  };
}

/** The pods of workloads, Jobs, CronJobs and bare Pods among a chart's objects and hooks. */
export const podTemplatesIn = (objects: readonly KubernetesObject[]): PodTemplate[] =>
  (objects as readonly Templated[]).flatMap(({ kind, metadata, spec }) => {
    const pod =
      kind === 'Pod'
        ? (spec as V1PodSpec)
        : (spec?.template?.spec ?? spec?.jobTemplate?.spec?.template?.spec);
    return pod?.containers ? [{ of: `${kind}/${metadata?.name}`, pod }] : [];
  });

/** The images of those pods. */
export const imagesIn = (objects: readonly KubernetesObject[]): string[] =>
  podTemplatesIn(objects).flatMap(({ pod }) =>
    [...(pod.initContainers ?? []), ...pod.containers].flatMap(({ image }) => image ?? []),
  );
