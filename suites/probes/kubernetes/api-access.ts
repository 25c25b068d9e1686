import {
  ApiextensionsV1Api,
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  type ConfigurationOptions,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  DiscoveryV1Api,
  type KubeConfig,
  NetworkingV1Api,
  PolicyV1Api,
  StorageV1Api,
} from '@kubernetes/client-node';
import { type Kind, type Kinds, kinds } from './reader.ts';

export interface ListRequest {
  readonly namespace: string;
  readonly labelSelector?: string;
  readonly limit?: number;
  readonly _continue?: string;
}

export interface Page<T> {
  readonly items: T[];
  readonly metadata?: { readonly _continue?: string };
}

/** How one kind is listed and read. */
export interface Access<T> {
  list(request: ListRequest, options: ConfigurationOptions): Promise<Page<T>>;
  get(request: { namespace: string; name: string }, options: ConfigurationOptions): Promise<T>;
}

/** The client's methods for every kind that checks may read. */
export function accessTo(config: KubeConfig): { readonly [K in Kind]: Access<Kinds[K]> } {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const batch = config.makeApiClient(BatchV1Api);
  const networking = config.makeApiClient(NetworkingV1Api);
  const policy = config.makeApiClient(PolicyV1Api);
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const coordination = config.makeApiClient(CoordinationV1Api);
  const autoscaling = config.makeApiClient(AutoscalingV2Api);
  const storage = config.makeApiClient(StorageV1Api);
  const extensions = config.makeApiClient(ApiextensionsV1Api);
  const custom = <K extends Kind>(kind: K) => customAccess(config.makeApiClient(CustomObjectsApi), kind);
  return {
    autoscalerstatuses: {
      list: (r, o) => core.listNamespacedConfigMap({ ...r, namespace: systemNamespace }, o),
      get: ({ name }, o) => core.readNamespacedConfigMap({ name, namespace: systemNamespace }, o),
    },
    certificates: custom('certificates'),
    configmaps: {
      list: (r, o) => core.listNamespacedConfigMap(r, o),
      get: (r, o) => core.readNamespacedConfigMap(r, o),
    },
    controllerrevisions: {
      list: (r, o) => apps.listNamespacedControllerRevision(r, o),
      get: (r, o) => apps.readNamespacedControllerRevision(r, o),
    },
    customresourcedefinitions: {
      list: (r, o) => extensions.listCustomResourceDefinition(everywhere(r), o),
      get: ({ name }, o) => extensions.readCustomResourceDefinition({ name }, o),
    },
    daemonsets: {
      list: (r, o) => apps.listNamespacedDaemonSet(r, o),
      get: (r, o) => apps.readNamespacedDaemonSet(r, o),
    },
    deployments: {
      list: (r, o) => apps.listNamespacedDeployment(r, o),
      get: (r, o) => apps.readNamespacedDeployment(r, o),
    },
    endpointslices: {
      list: (r, o) => discovery.listNamespacedEndpointSlice(r, o),
      get: (r, o) => discovery.readNamespacedEndpointSlice(r, o),
    },
    events: { list: (r, o) => core.listNamespacedEvent(r, o), get: (r, o) => core.readNamespacedEvent(r, o) },
    horizontalpodautoscalers: {
      list: (r, o) => autoscaling.listNamespacedHorizontalPodAutoscaler(r, o),
      get: (r, o) => autoscaling.readNamespacedHorizontalPodAutoscaler(r, o),
    },
    ingresses: {
      list: (r, o) => networking.listNamespacedIngress(r, o),
      get: (r, o) => networking.readNamespacedIngress(r, o),
    },
    everypods: {
      list: (r, o) => core.listPodForAllNamespaces(everywhere(r), o),
      get: (r, o) => core.readNamespacedPod(r, o),
    },
    jobs: { list: (r, o) => batch.listNamespacedJob(r, o), get: (r, o) => batch.readNamespacedJob(r, o) },
    leases: {
      list: (r, o) => coordination.listNamespacedLease(r, o),
      get: (r, o) => coordination.readNamespacedLease(r, o),
    },
    managedcertificates: custom('managedcertificates'),
    namespaces: {
      list: (r, o) => core.listNamespace(everywhere(r), o),
      get: ({ name }, o) => core.readNamespace({ name }, o),
    },
    networkpolicies: {
      list: (r, o) => networking.listNamespacedNetworkPolicy(r, o),
      get: (r, o) => networking.readNamespacedNetworkPolicy(r, o),
    },
    nodes: {
      list: (r, o) => core.listNode(everywhere(r), o),
      get: ({ name }, o) => core.readNode({ name }, o),
    },
    persistentvolumeclaims: {
      list: (r, o) => core.listNamespacedPersistentVolumeClaim(r, o),
      get: (r, o) => core.readNamespacedPersistentVolumeClaim(r, o),
    },
    poddisruptionbudgets: {
      list: (r, o) => policy.listNamespacedPodDisruptionBudget(r, o),
      get: (r, o) => policy.readNamespacedPodDisruptionBudget(r, o),
    },
    podmonitors: custom('podmonitors'),
    pods: { list: (r, o) => core.listNamespacedPod(r, o), get: (r, o) => core.readNamespacedPod(r, o) },
    prometheuses: custom('prometheuses'),
    replicasets: {
      list: (r, o) => apps.listNamespacedReplicaSet(r, o),
      get: (r, o) => apps.readNamespacedReplicaSet(r, o),
    },
    scaledobjects: custom('scaledobjects'),
    secrets: {
      list: (r, o) => core.listNamespacedSecret(r, o),
      get: (r, o) => core.readNamespacedSecret(r, o),
    },
    servicemonitors: custom('servicemonitors'),
    serviceaccounts: {
      list: (r, o) => core.listNamespacedServiceAccount(r, o),
      get: (r, o) => core.readNamespacedServiceAccount(r, o),
    },
    services: {
      list: (r, o) => core.listNamespacedService(r, o),
      get: (r, o) => core.readNamespacedService(r, o),
    },
    statefulsets: {
      list: (r, o) => apps.listNamespacedStatefulSet(r, o),
      get: (r, o) => apps.readNamespacedStatefulSet(r, o),
    },
    storageclasses: {
      list: (r, o) => storage.listStorageClass(everywhere(r), o),
      get: ({ name }, o) => storage.readStorageClass({ name }, o),
    },
    wordcabdeployments: custom('wordcabdeployments'),
    wordcabpools: custom('wordcabpools'),
  };
}

/** Where cluster-autoscaler writes its status. */
const systemNamespace = 'kube-system';

const everywhere = ({ namespace: _, ...request }: ListRequest) => request;

/** A custom resource is read as it is: its JSON has no dates to turn, and its page token is under its own name. */
function customAccess<K extends Kind>(api: CustomObjectsApi, plural: K): Access<Kinds[K]> {
  const { group, version, scope } = kinds[plural];
  return {
    async list(request, options) {
      const asked = { group, version, plural, resourcePlural: plural, ...request };
      const page = await (scope === 'namespace'
        ? api.listNamespacedCustomObject(asked, options)
        : api.listCustomObjectForAllNamespaces(asked, options));
      return { items: page.items, metadata: { _continue: page.metadata?.continue } };
    },
    get: ({ namespace, name }, options) =>
      api.getNamespacedCustomObject({ group, version, plural, namespace, name }, options),
  };
}
