import type { Kubernetes } from '../wire/kubernetes.ts';

interface StatefulSets {
  items: { metadata: { name: string; labels: Record<string, string> }; spec: { replicas: number } }[];
}

/** Takes pools that nobody serves from zero to one replica. In place of KEDA, for clusters without it; ours alone. */
export class Scaler {
  readonly #kubernetes: Kubernetes;
  readonly #selector: string;
  #busy = false;

  constructor(kubernetes: Kubernetes, selector: string) {
    this.#kubernetes = kubernetes;
    this.#selector = selector;
  }

  async wake(bundle: string, profile: string | undefined): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const path = `/apis/apps/v1/namespaces/${this.#kubernetes.namespace}/statefulsets`;
      const { body } = await this.#kubernetes.call(
        'GET',
        `${path}?labelSelector=${encodeURIComponent(this.#selector)}`,
      );
      const pool = ((body as StatefulSets).items ?? []).find(
        ({ metadata: { labels }, spec }) =>
          spec.replicas === 0 &&
          labels['sie.superlinked.com/bundle'] === bundle &&
          (profile === undefined || labels['sie.superlinked.com/machine-profile'] === profile),
      );
      if (pool)
        await this.#kubernetes.call(
          'PATCH',
          `${path}/${pool.metadata.name}/scale?fieldManager=stand-in-scaler`,
          { spec: { replicas: 1 } },
          'application/merge-patch+json',
        );
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', event: 'scale from zero', error: String(error) }));
    } finally {
      this.#busy = false;
    }
  }
}
