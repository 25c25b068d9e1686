import {
  CustomObjectsApi,
  type KubeConfig,
  type KubernetesObject,
  type V1CustomResourceDefinition,
  VersionApi,
} from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../../probes/kubernetes/api-error.ts';
import type { ClusterReader, Kind } from '../../probes/kubernetes/reader.ts';
import { kinds } from '../../probes/kubernetes/reader.ts';
import { within } from '../../probes/kubernetes/request-options.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import type { SourceFile } from '../redact/redact-files.ts';

/**
 * Kubernetes' own kinds that a bundle holds: of this namespace, and of the cluster what carries no user's data. What
 * other namespaces hold stays out, because their Secrets are not known here and so could not be hunted.
 */
const builtInKinds = [
  'configmaps',
  'daemonsets',
  'deployments',
  'endpointslices',
  'events',
  'horizontalpodautoscalers',
  'ingresses',
  'jobs',
  'leases',
  'networkpolicies',
  'nodes',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'services',
  'statefulsets',
  'storageclasses',
] as const satisfies readonly Kind[];
const mostBytes = 8 * 1024 * 1024;

export interface CollectedObjects {
  readonly files: SourceFile[];
  /** Names of things: they stay readable, whatever a Secret holds. */
  readonly names: Set<string>;
  readonly objects: ReadonlyMap<string, readonly KubernetesObject[]>;
}

/** Where custom resources of any kind are listed, and the server's version is asked. */
export interface AnyKindReader {
  list(of: CustomKind): Promise<KubernetesObject[]>;
  version(): Promise<object>;
}

/** Every built-in kind, every definition, and every custom resource of the namespace. What may not be read leaves its error behind. */
export async function collectObjects(reader: ClusterReader, any: AnyKindReader): Promise<CollectedObjects> {
  const { namespace } = reader;
  const files: SourceFile[] = [];
  const names = new Set<string>([namespace]);
  const objects = new Map<string, readonly KubernetesObject[]>();
  const keep = async (
    name: string,
    scoped: boolean,
    read: () => Promise<readonly KubernetesObject[]>,
  ): Promise<void> => {
    const path = scoped ? `cluster-resources/${name}/${namespace}` : `cluster-resources/${name}`;
    try {
      const found = (await read()).map(tidied);
      objects.set(name, found);
      for (const { metadata } of found) if (metadata?.name) names.add(metadata.name);
      if (found.length > 0) files.push({ path: `${path}.json`, content: fitting(found) });
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      files.push({ path: `${path}-errors.json`, content: [error.message] });
    }
  };
  for (const kind of builtInKinds)
    await keep(
      kind,
      kinds[kind].scope === 'namespace',
      () => reader.list(kind) as Promise<KubernetesObject[]>,
    );

  let definitions: V1CustomResourceDefinition[] = [];
  await keep('customresourcedefinitions', false, async () => {
    definitions = await reader.list('customresourcedefinitions');
    return definitions.map(withoutSchema);
  });
  const customs = objects.has('customresourcedefinitions') ? definitions.flatMap(customKind) : usualCustoms;
  for (const of of customs) await keep(`custom-resources/${of.plural}.${of.group}`, true, () => any.list(of));
  try {
    files.push({ path: 'cluster-info/version.json', content: await any.version() });
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
  }
  return { files, names, objects };
}

interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

function customKind({ spec }: V1CustomResourceDefinition): CustomKind[] {
  const version = spec.versions.find(({ storage }) => storage)?.name ?? spec.versions[0]?.name;
  if (spec.scope !== 'Namespaced' || version === undefined) return [];
  return [{ group: spec.group, version, plural: spec.names.plural }];
}

/** For those who may not list definitions: the custom kinds that the platforms use. */
const usualCustoms = (
  [
    'certificates',
    'managedcertificates',
    'podmonitors',
    'scaledobjects',
    'servicemonitors',
    'wordcabdeployments',
    'wordcabpools',
  ] as const
).map((plural): CustomKind => ({ group: kinds[plural].group, version: kinds[plural].version, plural }));

/** Who wrote which field says nothing about trouble, and is half of an object. */
function tidied<T extends KubernetesObject>(object: T): T {
  const { managedFields: _, ...metadata } = (object.metadata ?? {}) as { managedFields?: unknown };
  return { ...object, metadata };
}

function fitting(objects: readonly KubernetesObject[]): object {
  let room = mostBytes;
  const kept = objects.filter((object) => {
    room -= JSON.stringify(object).length;
    return room > 0;
  });
  return kept.length === objects.length ? kept : [...kept, { leftOut: objects.length - kept.length }];
}

/** A definition's state without the schemas, which are the vendor's and large. */
function withoutSchema({ metadata, spec, status }: V1CustomResourceDefinition): KubernetesObject {
  const versions = spec.versions.map(({ name, served, storage, deprecated }) => ({
    name,
    served,
    storage,
    deprecated,
  }));
  const { group, scope, names } = spec;
  return {
    kind: 'CustomResourceDefinition',
    metadata: metadata!,
    spec: { group, scope, names, versions },
    status,
  } as KubernetesObject;
}

const requestSeconds = 15;
const pageSize = 500;
const mostPages = 10;

/** Custom resources through the API server, 5000 of a kind at most. */
export class ApiAnyKind implements AnyKindReader {
  readonly #custom: CustomObjectsApi;
  readonly #version: VersionApi;
  readonly #namespace: string;

  constructor(config: KubeConfig, namespace: string) {
    this.#custom = config.makeApiClient(CustomObjectsApi);
    this.#version = config.makeApiClient(VersionApi);
    this.#namespace = namespace;
  }

  async list(of: CustomKind): Promise<KubernetesObject[]> {
    const items: KubernetesObject[] = [];
    let _continue: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      try {
        const asked = { ...of, namespace: this.#namespace, limit: pageSize, ...(_continue && { _continue }) };
        const answer = (await this.#custom.listNamespacedCustomObject(asked, within(requestSeconds))) as {
          items?: KubernetesObject[];
          metadata?: { continue?: string };
        };
        items.push(...(answer.items ?? []));
        _continue = answer.metadata?.continue;
      } catch (error) {
        if (statusOf(error) === 404) return items;
        throw asProbeError(`list ${of.plural}.${of.group} in ${this.#namespace}`, error);
      }
      if (!_continue) break;
    }
    return items;
  }

  async version(): Promise<object> {
    try {
      return await this.#version.getCode(within(requestSeconds));
    } catch (error) {
      throw asProbeError('get the server’s version', error);
    }
  }
}
