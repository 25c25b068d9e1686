import type { V1Container, V1Pod } from '@kubernetes/client-node';

/** Which part of the platform a container is. Images are the one thing the vendor's documents name. */
export type Part = 'api' | 'worker' | 'license-proxy' | 'nats';

/** By the image's name: `cartesia-api`, `cartesia-license-proxy`, `cartesia-sonic-…` and others with a GPU; NATS. */
export function partOf({ image, resources }: V1Container): Part | null {
  const [repository = ''] = (image ?? '').split('@');
  const name = repository.replace(/^.*\//, '').replace(/:.*$/, '');
  if (name === 'cartesia-api') return 'api';
  if (name === 'cartesia-license-proxy') return 'license-proxy';
  if (/^nats(-server)?$/.test(name)) return 'nats';
  const gpu = Object.keys(resources?.limits ?? {}).some((key) => key.startsWith('nvidia.com/'));
  return name.startsWith('cartesia-sonic-') || (name.startsWith('cartesia-') && gpu) ? 'worker' : null;
}

/** A pod that should serve now, and where its part answers. */
export interface PartPod {
  readonly name: string;
  readonly ip: string;
  /** Of the container port with one of the names, else the usual one. */
  port(names: readonly string[], usual: number): number;
}

/** The running pods of a part: not those that end, and no Job's. */
export function podsOf(part: Part, pods: readonly V1Pod[], release: string): PartPod[] {
  return pods.flatMap((pod): PartPod[] => {
    const { name, labels, deletionTimestamp, ownerReferences = [] } = pod.metadata ?? {};
    const container = pod.spec?.containers.find((one) => partOf(one) === part);
    const ip = pod.status?.podIP;
    const other = (labels?.['app.kubernetes.io/instance'] ?? release) !== release;
    if (!container || !ip || !name || other || deletionTimestamp !== undefined) return [];
    if (pod.status?.phase !== 'Running' || ownerReferences.some(({ kind }) => kind === 'Job')) return [];
    const ports = container.ports ?? [];
    const port: PartPod['port'] = (names, usual) =>
      ports.find((one) => names.includes(one.name ?? ''))?.containerPort ?? usual;
    return [{ name, ip, port }];
  });
}

/** IPv6 addresses stand in brackets in a URL. */
export const hostOf = ({ ip }: PartPod): string => (ip.includes(':') ? `[${ip}]` : ip);
