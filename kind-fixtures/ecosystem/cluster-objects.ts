import { ClusterApi } from '../clusters/api.ts';
import { until } from '../clusters/until.ts';
import { FixtureError } from '../toolchain/fixture-error.ts';
import { complaintsOf } from './complaints.ts';

/** Which object is meant. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
}

/** An object as a manifest has it. */
export interface Manifest extends ObjectName {
  readonly [field: string]: unknown;
}

/** The cluster that real software is put into: what every fixture of this folder asks for. */
export interface EcosystemCluster {
  /** A kubeconfig with a client certificate that may do everything, as our own clusters write it. */
  readonly kubeconfig: string;
  /** Makes an image archive usable by pods. */
  loadImage(archive: string): Promise<void>;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const ownerLabel = { 'app.kubernetes.io/managed-by': 'seatrial-ecosystem' };
const gone = { timeoutMs: 90_000, everyMs: 200 };
const quick = { timeoutMs: 30_000, everyMs: 100 };

/** Objects that were applied together and are deleted together, the last one first. */
export class ClusterObjects implements AsyncDisposable {
  readonly api: ClusterApi;
  readonly #kinds = new Map<string, readonly Resource[]>();
  readonly #applied: string[] = [];

  private constructor(api: ClusterApi) {
    this.api = api;
  }

  static async open(kubeconfig: string): Promise<ClusterObjects> {
    return new ClusterObjects(await ClusterApi.fromKubeconfig(kubeconfig));
  }

  /** Makes the namespace, which then ends with these objects; one that was there before is kept. */
  async namespace(name: string): Promise<void> {
    const path = `/api/v1/namespaces/${name}`;
    const found = await until(
      `The namespace ${name} is still being deleted`,
      async () => {
        const { status, body } = await this.api.call('GET', path);
        return status === 404 ? 'absent' : body.metadata.deletionTimestamp ? undefined : body;
      },
      gone,
    );
    const ours = found === 'absent' || found.metadata.labels?.['app.kubernetes.io/managed-by'];
    if (ours !== true && ours !== ownerLabel['app.kubernetes.io/managed-by']) return;
    await this.api.apply(path, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: ownerLabel },
    });
    this.#applied.push(path);
  }

  /** Server-side apply, in order. What is applied twice is one object. `keep`: not deleted with the rest. */
  async apply(objects: readonly Manifest[], options: { readonly keep?: boolean } = {}): Promise<void> {
    for (const object of objects) {
      const path = await this.pathOf(object);
      await this.api.apply(path, object);
      if (options.keep !== true) this.#applied.push(path);
    }
  }

  /** Applies definitions and waits until they serve. They stay: with them would go everybody's objects. */
  async define(definitions: readonly Manifest[]): Promise<void> {
    await this.apply(definitions, { keep: true });
    for (const definition of definitions) {
      const path = await this.pathOf(definition);
      await until(
        `${definition.metadata.name} is not served`,
        async () => (conditionOf((await this.api.call('GET', path)).body, 'Established') ? true : undefined),
        quick,
      );
    }
  }

  /** Writes the status that a controller would write, where there is none: say so where it is used. */
  async writeStatus(object: ObjectName, status: object): Promise<void> {
    const path = `${await this.pathOf(object)}/status`;
    const answer = await this.api.call('PATCH', path, { status }, 'application/merge-patch+json');
    if (answer.status < 300) return;
    throw new FixtureError(
      'unavailable',
      `The cluster refused the status of ${path}: ${answer.body?.message}`,
    );
  }

  /** The object as it is now. */
  // biome-ignore lint/suspicious/noExplicitAny: the body of any Kubernetes resource
  async read(object: ObjectName): Promise<any> {
    return (await this.api.call('GET', await this.pathOf(object))).body;
  }

  /** Waits until all pods of the Deployment are ready; says what hinders them otherwise. */
  async ready(namespace: string, deployment: string, seconds = 90): Promise<void> {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;
    const isReady = async () => {
      const { spec, status, metadata } = (await this.api.call('GET', path)).body;
      const counts = [status?.readyReplicas ?? 0, status?.updatedReplicas ?? 0, status?.replicas ?? 0];
      const all = counts.every((count) => count === spec.replicas);
      return all && status?.observedGeneration === metadata.generation ? true : undefined;
    };
    const what = `Deployment/${deployment} in ${namespace} is not ready`;
    await until(what, isReady, { timeoutMs: seconds * 1000, everyMs: 100 }).catch(async (error: Error) => {
      const why = await complaintsOf(this.api, namespace, deployment);
      throw new FixtureError('unavailable', `${error.message}: ${why}`, { cause: error });
    });
  }

  async pathOf({ apiVersion, kind, metadata }: ObjectName): Promise<string> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = await until(
      `The cluster does not know the kind ${kind} of ${apiVersion}`,
      async () => (await this.#resources(base)).find((one) => one.kind === kind),
      quick,
    );
    const place = resource.namespaced ? `/namespaces/${metadata.namespace}` : '';
    return `${base}${place}/${resource.name}/${metadata.name}`;
  }

  async #resources(base: string): Promise<readonly Resource[]> {
    const known = this.#kinds.get(base);
    if (known !== undefined) return known;
    const { status, body } = await this.api.call('GET', base);
    if (status !== 200) return [];
    const found = (body.resources as Resource[]).filter(({ name }) => !name.includes('/'));
    // A group that is still being defined names its kinds one by one.
    if (!base.includes('.') || base.endsWith('.k8s.io/v1')) this.#kinds.set(base, found);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using _ = this.api;
    const paths = [...new Set(this.#applied)].reverse();
    for (const path of paths) {
      const { status, body } = await this.api.call('DELETE', path);
      if (status >= 300 && status !== 404) {
        throw new FixtureError('unavailable', `The cluster refused to delete ${path}: ${body?.message}`);
      }
    }
    for (const path of paths) {
      const isGone = async () => ((await this.api.call('GET', path)).status === 404 ? true : undefined);
      await until(`${path} does not go away`, isGone, gone);
    }
  }
}

/** Whether the object's condition of that type is True. */
// biome-ignore lint/suspicious/noExplicitAny: the body of any Kubernetes resource
export function conditionOf(object: any, type: string): boolean {
  const found = object?.status?.conditions?.find((one: { type: string }) => one.type === type);
  return found?.status === 'True';
}
