import {
  AppsV1Api,
  type ConfigurationOptions,
  CoreV1Api,
  DiscoveryV1Api,
  type KubeConfig,
  NetworkingV1Api,
} from '@kubernetes/client-node';
import { asProbeError, statusOf } from './api-error.ts';
import type { ClusterReader, Kind, Kinds } from './reader.ts';
import { within } from './request-options.ts';

type ListRequest = { namespace: string; labelSelector?: string };
type GetRequest = { namespace: string; name: string };
type Access<T> = {
  list(request: ListRequest, options: ConfigurationOptions): Promise<{ items: T[] }>;
  get(request: GetRequest, options: ConfigurationOptions): Promise<T>;
};

function accessTo(config: KubeConfig): { [K in Kind]: Access<Kinds[K]> } {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const networking = config.makeApiClient(NetworkingV1Api);
  return {
    configmaps: {
      list: (r, o) => core.listNamespacedConfigMap(r, o),
      get: (r, o) => core.readNamespacedConfigMap(r, o),
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
    ingresses: {
      list: (r, o) => networking.listNamespacedIngress(r, o),
      get: (r, o) => networking.readNamespacedIngress(r, o),
    },
    nodes: {
      list: ({ labelSelector }, o) => core.listNode(labelSelector === undefined ? {} : { labelSelector }, o),
      get: ({ name }, o) => core.readNode({ name }, o),
    },
    pods: { list: (r, o) => core.listNamespacedPod(r, o), get: (r, o) => core.readNamespacedPod(r, o) },
    replicasets: {
      list: (r, o) => apps.listNamespacedReplicaSet(r, o),
      get: (r, o) => apps.readNamespacedReplicaSet(r, o),
    },
    secrets: {
      list: (r, o) => core.listNamespacedSecret(r, o),
      get: (r, o) => core.readNamespacedSecret(r, o),
    },
    services: {
      list: (r, o) => core.listNamespacedService(r, o),
      get: (r, o) => core.readNamespacedService(r, o),
    },
    statefulsets: {
      list: (r, o) => apps.listNamespacedStatefulSet(r, o),
      get: (r, o) => apps.readNamespacedStatefulSet(r, o),
    },
  };
}

const requestSeconds = 10;

/** Reads through the API server, each request bounded to 10 s. */
export class ApiReader implements ClusterReader {
  readonly namespace: string;
  readonly #access: { [K in Kind]: Access<Kinds[K]> };
  readonly #signal: AbortSignal | undefined;

  constructor(config: KubeConfig, namespace: string, signal?: AbortSignal) {
    this.namespace = namespace;
    this.#access = accessTo(config);
    this.#signal = signal;
  }

  async list<K extends Kind>(kind: K, options: { labels?: string } = {}): Promise<Kinds[K][]> {
    const request = { namespace: this.namespace, ...(options.labels && { labelSelector: options.labels }) };
    try {
      return (await this.#access[kind].list(request, within(requestSeconds, this.#signal))).items;
    } catch (error) {
      throw asProbeError(`list ${kind} in ${this.namespace}`, error);
    }
  }

  async get<K extends Kind>(kind: K, name: string): Promise<Kinds[K] | null> {
    try {
      return await this.#access[kind].get(
        { namespace: this.namespace, name },
        within(requestSeconds, this.#signal),
      );
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw asProbeError(`get ${kind}/${name} in ${this.namespace}`, error);
    }
  }
}
