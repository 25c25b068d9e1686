import type {
  KubernetesObject,
  V1DaemonSet,
  V1Deployment,
  V1PodSpec,
  V1StatefulSet,
} from '@kubernetes/client-node';

/** A workload as a chart renders it or the cluster has it. */
export interface Controller {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly name: string;
  readonly object: V1Deployment & V1StatefulSet & V1DaemonSet;
  readonly pod: V1PodSpec;
}

const kinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The workloads among a chart's objects. */
export const controllersIn = (objects: readonly KubernetesObject[]): Controller[] =>
  objects
    .filter(({ kind }) => kinds.includes(kind ?? ''))
    .map((object) => controller(object.kind as Controller['kind'], object));

/** One workload in this shape. */
export function controller(kind: Controller['kind'], object: KubernetesObject): Controller {
  const whole = object as Controller['object'];
  return {
    kind,
    name: object.metadata?.name ?? '?',
    object: whole,
    pod: whole.spec?.template?.spec ?? ({ containers: [] } as V1PodSpec),
  };
}

/** What the pods of a controller ask of each extended resource that is a GPU or a part of one, per pod. */
export function gpusOf(pod: V1PodSpec): Map<string, number> {
  const asked = new Map<string, number>();
  const add = (containers: V1PodSpec['containers'], join: (a: number, b: number) => number) => {
    for (const { resources } of containers)
      for (const [name, value] of Object.entries({ ...resources?.limits, ...resources?.requests }))
        if (isGpu(name)) asked.set(name, join(asked.get(name) ?? 0, Number(value)));
  };
  const isSidecar = ({ restartPolicy }: { restartPolicy?: string }) => restartPolicy === 'Always';
  const init = pod.initContainers ?? [];
  add([...pod.containers, ...init.filter(isSidecar)], (a, b) => a + b);
  // Init containers end before the others begin: only the greatest of them counts.
  add(
    init.filter((one) => !isSidecar(one)),
    Math.max,
  );
  return asked;
}

/** `nvidia.com/gpu`, its shared kind, MIG profiles such as `nvidia.com/mig-1g.10gb`, and other vendors' GPUs. */
export const isGpu = (resource: string): boolean =>
  /^(nvidia\.com\/(gpu(\.shared)?$|mig-)|amd\.com\/gpu$|gpu\.intel\.com\/)/.test(resource);
