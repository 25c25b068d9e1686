import type { KubernetesObject } from '@kubernetes/client-node';

/** `Deployment/api`; with its namespace where it is another than the release's. */
export function nameOf({ kind, metadata }: KubernetesObject, namespace?: string): string {
  const other =
    metadata?.namespace !== undefined && namespace !== undefined && metadata.namespace !== namespace;
  return `${kind}/${other ? `${metadata.namespace}/` : ''}${metadata?.name}`;
}

/** What makes two manifests the same object: group, kind, namespace and name; not the version of its API. */
export function identity({ apiVersion = '', kind, metadata }: KubernetesObject, namespace: string): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, metadata?.namespace ?? namespace, metadata?.name].join(' ');
}
