import type { ClusterApi } from './api.ts';
import type { GpuOptions } from './cluster.ts';

export const defaultGpus: GpuOptions = { count: 8, product: 'NVIDIA-H100-80GB-HBM3' };

export const gpuResource = 'nvidia.com/gpu';

/** What NVIDIA's GPU feature discovery says of products that people try here; memory in MiB. */
const known: Readonly<
  Record<string, { readonly family: string; readonly memory: number; readonly compute: string }>
> = {
  'NVIDIA-H100-80GB-HBM3': { family: 'hopper', memory: 81559, compute: '9.0' },
  'NVIDIA-H200': { family: 'hopper', memory: 143771, compute: '9.0' },
  'NVIDIA-A100-SXM4-80GB': { family: 'ampere', memory: 81920, compute: '8.0' },
  'NVIDIA-A10G': { family: 'ampere', memory: 23028, compute: '8.6' },
  'NVIDIA-L4': { family: 'ada-lovelace', memory: 23034, compute: '8.9' },
  'NVIDIA-L40S': { family: 'ada-lovelace', memory: 46068, compute: '8.9' },
  'Tesla-T4': { family: 'turing', memory: 15360, compute: '7.5' },
};

/** The labels that NVIDIA's GPU feature discovery puts on a node with these GPUs. */
export function gpuLabels({ count, product }: GpuOptions): Record<string, string> {
  if (count === 0) return {};
  const facts = known[product];
  const [major, minor] = facts?.compute.split('.') ?? [];
  return {
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.count': String(count),
    'nvidia.com/gpu.product': product,
    'nvidia.com/gpu.replicas': '1',
    'nvidia.com/gpu.sharing-strategy': 'none',
    'nvidia.com/mig.capable': String(/A100|H100|H200/.test(product)),
    ...(facts === undefined
      ? {}
      : {
          'nvidia.com/gpu.family': facts.family,
          'nvidia.com/gpu.memory': String(facts.memory),
          'nvidia.com/gpu.compute.major': major!,
          'nvidia.com/gpu.compute.minor': minor!,
        }),
  };
}

/**
 * Gives a node its GPUs. Capacity and allocatable are set together: the kubelet
 * keeps the one and computes the other from it only at its next status update.
 */
export async function giveGpus(api: ClusterApi, node: string, gpus: GpuOptions): Promise<void> {
  const path = `/api/v1/nodes/${node}`;
  const name = gpuResource.replace('/', '~1');
  const value = String(gpus.count);
  await api.patch(`${path}/status`, [
    { op: 'add', path: `/status/capacity/${name}`, value },
    { op: 'add', path: `/status/allocatable/${name}`, value },
  ]);
  await api.apply(path, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node, labels: { 'node-role.kubernetes.io/control-plane': '', ...gpuLabels(gpus) } },
  });
}
