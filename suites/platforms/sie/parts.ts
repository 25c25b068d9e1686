import type { V1Pod, V1Service, V1StatefulSet } from '@kubernetes/client-node';
import { isLive } from '../../checks/workloads/members.ts';

export type Component = 'gateway' | 'config' | 'worker';

/** The labels that the chart gives every part. Its names depend on the release's and on overrides, so nothing goes by them. */
export const labelsOf = (component: Component, release: string): string =>
  `app.kubernetes.io/component=${component},app.kubernetes.io/instance=${release}`;

export const poolLabel = 'sie.superlinked.com/pool';
export const profileLabel = 'sie.superlinked.com/machine-profile';
export const bundleLabel = 'sie.superlinked.com/bundle';

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Base URL of a Service by its address; null for a headless one. Names are only known inside the cluster. */
export function serviceUrl({ spec }: V1Service): string | null {
  const { clusterIP, ports = [] } = spec ?? {};
  if (!clusterIP || clusterIP === 'None') return null;
  const port = ports.find(({ name }) => name === 'http') ?? ports[0];
  return port ? `http://${bracketed(clusterIP)}:${port.port}` : null;
}

export interface ServingPod {
  readonly name: string;
  readonly url: string;
}

/** The running pods among these and where each answers: a Service would answer for any of them. */
export const servingPods = (pods: readonly V1Pod[]): ServingPod[] =>
  pods.filter(isLive).flatMap((pod): ServingPod[] => {
    const { podIP, phase } = pod.status ?? {};
    const ports = pod.spec?.containers.flatMap((container) => container.ports ?? []) ?? [];
    const port = ports.find(({ name }) => name === 'http')?.containerPort ?? 8080;
    if (!podIP || phase !== 'Running') return [];
    return [{ name: pod.metadata?.name ?? '?', url: `http://${bracketed(podIP)}:${port}` }];
  });

/** A pool of workers as the cluster has it. */
export interface WorkerPool {
  /** `StatefulSet/sie-worker-l4`. */
  readonly object: string;
  readonly pool: string;
  /** Empty where the chart does not say. */
  readonly profile: string;
  readonly bundle: string;
  readonly desired: number;
}

export const poolsOf = (sets: readonly V1StatefulSet[]): WorkerPool[] =>
  sets.map(({ metadata, spec }) => {
    const labels = { ...spec?.template.metadata?.labels, ...metadata?.labels };
    return {
      object: `StatefulSet/${metadata?.name}`,
      pool: labels[poolLabel] ?? metadata?.name ?? '?',
      profile: labels[profileLabel] ?? labels['sie.superlinked.com/gpu-type'] ?? '',
      bundle: labels[bundleLabel] ?? 'default',
      desired: spec?.replicas ?? 1,
    };
  });
