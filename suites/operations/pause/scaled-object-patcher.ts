import { CustomObjectsApi, type KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../../probes/kubernetes/api-error.ts';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { within } from '../../probes/kubernetes/request-options.ts';

/** Changes annotations of ScaledObjects. */
export interface ScaledObjectPatcher {
  /** One atomic change to the object as it was read; `conflict` where it has changed since. Throws `ProbeError`. */
  annotate(
    object: ScaledObject,
    annotations: Readonly<Record<string, string | null>>,
  ): Promise<'done' | 'conflict' | 'gone'>;
}

const requestSeconds = 10;

/** Merge patches through the API server. Needs `patch` of scaledobjects. */
export class ApiScaledObjectPatcher implements ScaledObjectPatcher {
  readonly #api: CustomObjectsApi;
  readonly #namespace: string;

  constructor(config: KubeConfig, namespace: string) {
    this.#api = config.makeApiClient(CustomObjectsApi);
    this.#namespace = namespace;
  }

  async annotate(
    { metadata }: ScaledObject,
    annotations: Readonly<Record<string, string | null>>,
  ): Promise<'done' | 'conflict' | 'gone'> {
    const name = metadata!.name!;
    const namespace = this.#namespace;
    const { resourceVersion } = metadata as { resourceVersion?: string };
    const at = { group: 'keda.sh', version: 'v1alpha1', namespace, plural: 'scaledobjects', name };
    const body = { metadata: { annotations, ...(resourceVersion && { resourceVersion }) } };
    try {
      await this.#api.patchNamespacedCustomObject(
        { ...at, body },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch, within(requestSeconds)),
      );
      return 'done';
    } catch (error) {
      const status = statusOf(error);
      if (status === 409) return 'conflict';
      if (status === 404) return 'gone';
      throw asProbeError(`patch scaledobjects/${name} in ${namespace}`, error);
    }
  }
}
