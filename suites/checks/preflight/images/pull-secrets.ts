import type { V1PodSpec } from '@kubernetes/client-node';
import type { ClusterReader } from '../../../probes/kubernetes/reader.ts';
import { credentialsFor } from '../../../probes/registry/docker-config.ts';
import type { RegistryCredentials } from '../../../probes/registry/probe.ts';

export const pullSecretReads = ['get:secrets', 'get:serviceaccounts'] as const;

/** Credentials from the pull secrets that a pod names, and those of its ServiceAccount; each object is read once. */
export class PullSecrets {
  readonly #reader: ClusterReader<(typeof pullSecretReads)[number]>;
  readonly #configs = new Map<string, Promise<string | null>>();
  readonly #accounts = new Map<string, Promise<string[]>>();

  constructor(reader: ClusterReader<(typeof pullSecretReads)[number]>) {
    this.#reader = reader;
  }

  /** Null where no secret has any for the image. Throws `ProbeError`. */
  async credentials(image: string, pod: V1PodSpec): Promise<RegistryCredentials | null> {
    const own = (pod.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []);
    const names = own.length > 0 ? own : await this.#ofAccount(pod.serviceAccountName ?? 'default');
    for (const name of names) {
      const config = await this.#config(name);
      const found = config === null ? null : credentialsFor(image, config);
      if (found) return found;
    }
    return null;
  }

  #config(name: string): Promise<string | null> {
    return cached(this.#configs, name, async () => {
      const data = (await this.#reader.get('secrets', name))?.data;
      const encoded = data?.['.dockerconfigjson'];
      return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString();
    });
  }

  #ofAccount(name: string): Promise<string[]> {
    return cached(this.#accounts, name, async () => {
      const account = await this.#reader.get('serviceaccounts', name);
      return (account?.imagePullSecrets ?? []).flatMap((secret) => secret.name ?? []);
    });
  }
}

function cached<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
