import type {
  V1ConfigMap,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Node,
  V1Pod,
  V1ReplicaSet,
  V1Secret,
  V1Service,
  V1StatefulSet,
} from '@kubernetes/client-node';

/** The kinds that checks may read, by their plural resource names. */
export interface Kinds {
  configmaps: V1ConfigMap;
  daemonsets: V1DaemonSet;
  deployments: V1Deployment;
  endpointslices: V1EndpointSlice;
  ingresses: V1Ingress;
  nodes: V1Node;
  pods: V1Pod;
  replicasets: V1ReplicaSet;
  secrets: V1Secret;
  services: V1Service;
  statefulsets: V1StatefulSet;
}

export type Kind = keyof Kinds;
export type KubernetesRule = `${'get' | 'list'}:${Kind}`;

type KindOf<R extends KubernetesRule, V extends string> = R extends `${V}:${infer K extends Kind}`
  ? K
  : never;

/** Reads of the cluster, bounded to the declared rules. Namespaced kinds are read in the reader's namespace. */
export interface ClusterReader<R extends KubernetesRule = KubernetesRule> {
  readonly namespace: string;
  /** Every object of the kind, decisive (not cached). Throws `ProbeError`. */
  list<K extends KindOf<R, 'list'>>(kind: K, options?: { labels?: string }): Promise<Kinds[K][]>;
  /** One object, or null where there is none. Throws `ProbeError`. */
  get<K extends KindOf<R, 'get'>>(kind: K, name: string): Promise<Kinds[K] | null>;
}
