import type { Kubernetes } from '../../wire/kubernetes.ts';
import { type Pool, type PoolStore, poolSchema } from './pool.ts';

const fieldManager = 'sie-gateway';

interface ConfigMaps {
  items?: { data?: Record<string, string> }[];
}

/** Each pool a ConfigMap `sie-pool-NAME` with its Lease `sie-pool-lease-NAME`, as the vendor keeps them. */
export class KubernetesPools implements PoolStore {
  readonly #kubernetes: Kubernetes;

  constructor(kubernetes: Kubernetes) {
    this.#kubernetes = kubernetes;
  }

  async list(): Promise<Pool[]> {
    const selector = encodeURIComponent('app.kubernetes.io/managed-by=sie-gateway');
    const { body } = await this.#kubernetes.call('GET', `${this.#configMaps}?labelSelector=${selector}`);
    return ((body as ConfigMaps).items ?? []).flatMap(({ data }) => read(data?.['pool.json']) ?? []);
  }

  async save(pool: Pool): Promise<void> {
    const { name, ttl_seconds } = pool.spec;
    const labels = { 'app.kubernetes.io/managed-by': 'sie-gateway', 'sie-gateway/pool': name };
    await this.#apply(`${this.#configMaps}/sie-pool-${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `sie-pool-${name}`, labels },
      data: { 'pool.json': JSON.stringify(pool) },
    });
    await this.#apply(`${this.#leases}/sie-pool-lease-${name}`, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: `sie-pool-lease-${name}`, labels },
      spec: {
        holderIdentity: name,
        leaseDurationSeconds: ttl_seconds,
        renewTime: microTime(pool.status.last_renewed),
      },
    });
  }

  async remove(name: string): Promise<boolean> {
    const { status } = await this.#kubernetes.call('DELETE', `${this.#configMaps}/sie-pool-${name}`);
    await this.#kubernetes.call('DELETE', `${this.#leases}/sie-pool-lease-${name}`);
    return status === 200;
  }

  async #apply(path: string, object: object): Promise<void> {
    const { status, body } = await this.#kubernetes.call(
      'PATCH',
      `${path}?fieldManager=${fieldManager}&force=true`,
      object,
      'application/apply-patch+yaml',
    );
    if (status >= 300) throw new Error(`the pool could not be kept: ${body.message ?? status}`);
  }

  get #configMaps(): string {
    return `/api/v1/namespaces/${this.#kubernetes.namespace}/configmaps`;
  }
  get #leases(): string {
    return `/apis/coordination.k8s.io/v1/namespaces/${this.#kubernetes.namespace}/leases`;
  }
}

function read(text: string | undefined): Pool | undefined {
  try {
    return poolSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/** With six digits after the point, as the API server wants it. */
const microTime = (epochSeconds: number): string =>
  new Date(epochSeconds * 1000).toISOString().replace('Z', '000Z');
