import type {
  CoreV1Event,
  V1ConfigMap,
  V1ControllerRevision,
  V1CustomResourceDefinition,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Job,
  V1Lease,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import type {
  Certificate,
  ManagedCertificate,
  Monitor,
  PrometheusServer,
  ScaledObject,
  WordcabDeployment,
  WordcabPool,
} from './custom-kinds.ts';

/** The kinds that checks may read, by their plural resource names. */
export interface Kinds {
  /** The status that cluster-autoscaler keeps in `kube-system`; one ConfigMap, nothing else of that namespace. */
  autoscalerstatuses: V1ConfigMap;
  certificates: Certificate;
  configmaps: V1ConfigMap;
  controllerrevisions: V1ControllerRevision;
  customresourcedefinitions: V1CustomResourceDefinition;
  daemonsets: V1DaemonSet;
  deployments: V1Deployment;
  endpointslices: V1EndpointSlice;
  events: CoreV1Event;
  horizontalpodautoscalers: V2HorizontalPodAutoscaler;
  ingresses: V1Ingress;
  /** The pods of all namespaces, for what they take of the nodes. */
  everypods: V1Pod;
  jobs: V1Job;
  leases: V1Lease;
  managedcertificates: ManagedCertificate;
  namespaces: V1Namespace;
  networkpolicies: V1NetworkPolicy;
  nodes: V1Node;
  persistentvolumeclaims: V1PersistentVolumeClaim;
  poddisruptionbudgets: V1PodDisruptionBudget;
  podmonitors: Monitor;
  pods: V1Pod;
  prometheuses: PrometheusServer;
  replicasets: V1ReplicaSet;
  scaledobjects: ScaledObject;
  secrets: V1Secret;
  servicemonitors: Monitor;
  serviceaccounts: V1ServiceAccount;
  services: V1Service;
  statefulsets: V1StatefulSet;
  storageclasses: V1StorageClass;
  wordcabdeployments: WordcabDeployment;
  wordcabpools: WordcabPool;
}

export type Kind = keyof Kinds;
export type KubernetesRule = `${'get' | 'list'}:${Kind}`;

/** Where a kind lives. `everywhere`: it has namespaces, and is read in all of them. */
export type Scope = 'namespace' | 'cluster' | 'everywhere';

export interface KindAddress {
  readonly group: string;
  readonly version: string;
  readonly scope: Scope;
  /** The resource in the API, where it is not the kind's own name. */
  readonly resource?: string;
  /** The only objects that are read, where they are known by name. */
  readonly names?: readonly string[];
}

/** API group, version and scope of each kind: what its requests and its rule in a Role are made of. */
export const kinds: Readonly<Record<Kind, KindAddress>> = {
  autoscalerstatuses: {
    group: '',
    version: 'v1',
    scope: 'cluster',
    resource: 'configmaps',
    names: ['cluster-autoscaler-status'],
  },
  certificates: { group: 'cert-manager.io', version: 'v1', scope: 'namespace' },
  configmaps: { group: '', version: 'v1', scope: 'namespace' },
  controllerrevisions: { group: 'apps', version: 'v1', scope: 'namespace' },
  customresourcedefinitions: { group: 'apiextensions.k8s.io', version: 'v1', scope: 'cluster' },
  daemonsets: { group: 'apps', version: 'v1', scope: 'namespace' },
  deployments: { group: 'apps', version: 'v1', scope: 'namespace' },
  endpointslices: { group: 'discovery.k8s.io', version: 'v1', scope: 'namespace' },
  events: { group: '', version: 'v1', scope: 'namespace' },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2', scope: 'namespace' },
  ingresses: { group: 'networking.k8s.io', version: 'v1', scope: 'namespace' },
  everypods: { group: '', version: 'v1', scope: 'everywhere', resource: 'pods' },
  jobs: { group: 'batch', version: 'v1', scope: 'namespace' },
  leases: { group: 'coordination.k8s.io', version: 'v1', scope: 'namespace' },
  managedcertificates: { group: 'networking.gke.io', version: 'v1', scope: 'namespace' },
  namespaces: { group: '', version: 'v1', scope: 'cluster' },
  networkpolicies: { group: 'networking.k8s.io', version: 'v1', scope: 'namespace' },
  nodes: { group: '', version: 'v1', scope: 'cluster' },
  persistentvolumeclaims: { group: '', version: 'v1', scope: 'namespace' },
  poddisruptionbudgets: { group: 'policy', version: 'v1', scope: 'namespace' },
  podmonitors: { group: 'monitoring.coreos.com', version: 'v1', scope: 'namespace' },
  pods: { group: '', version: 'v1', scope: 'namespace' },
  prometheuses: { group: 'monitoring.coreos.com', version: 'v1', scope: 'everywhere' },
  replicasets: { group: 'apps', version: 'v1', scope: 'namespace' },
  scaledobjects: { group: 'keda.sh', version: 'v1alpha1', scope: 'namespace' },
  secrets: { group: '', version: 'v1', scope: 'namespace' },
  servicemonitors: { group: 'monitoring.coreos.com', version: 'v1', scope: 'namespace' },
  serviceaccounts: { group: '', version: 'v1', scope: 'namespace' },
  services: { group: '', version: 'v1', scope: 'namespace' },
  statefulsets: { group: 'apps', version: 'v1', scope: 'namespace' },
  storageclasses: { group: 'storage.k8s.io', version: 'v1', scope: 'cluster' },
  wordcabdeployments: { group: 'wordcab.com', version: 'v1', scope: 'namespace' },
  wordcabpools: { group: 'wordcab.com', version: 'v1', scope: 'namespace' },
};

type KindOf<R extends KubernetesRule, V extends string> = R extends `${V}:${infer K extends Kind}`
  ? K
  : never;

/** Reads of the cluster, bounded to the declared rules. Namespaced kinds are read in the reader's namespace. */
export interface ClusterReader<R extends KubernetesRule = KubernetesRule> {
  readonly namespace: string;
  /** Every object of the kind, page by page. An unknown kind (its definition is not installed) has none. Throws `ProbeError`. */
  list<K extends KindOf<R, 'list'>>(kind: K, options?: { labels?: string }): Promise<Kinds[K][]>;
  /** One object, or null where there is none. Throws `ProbeError`. */
  get<K extends KindOf<R, 'get'>>(kind: K, name: string): Promise<Kinds[K] | null>;
}
