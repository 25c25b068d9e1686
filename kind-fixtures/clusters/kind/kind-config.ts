import { stringify } from 'yaml';
import type { GpuOptions } from '../cluster.ts';
import { gpuLabels } from '../gpus.ts';

/**
 * The node image that kind v0.30.0 was released with, by digest.
 * Source: pkg/apis/config/defaults/image.go of sigs.k8s.io/kind v0.30.0.
 */
export const kindNodeImage =
  'kindest/node:v1.34.0@sha256:7416a61b42b1662ca6ca89f02028ac133a309a2a30ba309614e8ec94d976dc5a';

/** The configuration that kind is given: one node that is control plane and worker. */
export function kindConfig(gpus: GpuOptions): string {
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [{ role: 'control-plane', image: kindNodeImage, labels: gpuLabels(gpus) }],
  });
}

/** The command lines of kind, apart from the binary. */
export const kindArguments = {
  create: (name: string, config: string, kubeconfig: string): string[] => [
    ...['create', 'cluster', '--name', name, '--config', config],
    ...['--kubeconfig', kubeconfig, '--wait', '180s'],
  ],
  remove: (name: string, kubeconfig: string): string[] => [
    ...['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig],
  ],
  list: (): string[] => ['get', 'clusters'],
  load: (name: string, archive: string): string[] => ['load', 'image-archive', archive, '--name', name],
  logs: (name: string, folder: string): string[] => ['export', 'logs', folder, '--name', name],
};
