import { expect, test } from 'vitest';
import { gpuLabels } from '../../kind-fixtures/clusters/gpus.ts';
import { gpuModelOfNode } from './gpu-model-of-node.ts';

const gpu = 'nvidia.com/gpu';
const gfd = (product: string) => ({ 'nvidia.com/gpu.product': product });

test.each<[string, Record<string, string>, string, string | null]>([
  ['of the test clusters', gpuLabels({ count: 8, product: 'NVIDIA-H100-80GB-HBM3' }), gpu, 'H100'],
  [
    'with MIG on all GPUs',
    { ...gfd('NVIDIA-H100-80GB-HBM3-MIG-1g.10gb'), 'nvidia.com/mig.strategy': 'single' },
    gpu,
    'H100-MIG-1g.10gb',
  ],
  [
    'with MIG on some, for a pod that takes a slice',
    { ...gfd('NVIDIA-H100-80GB-HBM3'), 'nvidia.com/mig.strategy': 'mixed' },
    'nvidia.com/mig-3g.40gb',
    'H100-MIG-3g.40gb',
  ],
  [
    'with MIG on some, for a pod that takes a whole one',
    { ...gfd('NVIDIA-H100-80GB-HBM3'), 'nvidia.com/mig.strategy': 'mixed' },
    gpu,
    'H100',
  ],
  [
    'whose slices are named',
    { 'nvidia.com/mig-1g.10gb.product': 'NVIDIA-A100-SXM4-80GB-MIG-1g.10gb' },
    'nvidia.com/mig-1g.10gb',
    'A100-80GB-MIG-1g.10gb',
  ],
  ['with time-slicing', { ...gfd('NVIDIA-L4-SHARED'), 'nvidia.com/gpu.replicas': '4' }, gpu, 'L4-shared'],
  ['with renamed shares', gfd('NVIDIA-L4'), 'nvidia.com/gpu.shared', 'L4-shared'],
  ['of GKE', { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb' }, gpu, 'H100'],
  ['of GKE, old', { 'cloud.google.com/gke-accelerator': 'nvidia-tesla-a100' }, gpu, 'A100-40GB'],
  [
    'of GKE, in parts',
    {
      'cloud.google.com/gke-accelerator': 'nvidia-tesla-a100',
      'cloud.google.com/gke-gpu-partition-size': '1g.5gb',
    },
    gpu,
    'A100-40GB-MIG-1g.5gb',
  ],
  [
    'of GKE, shared',
    {
      'cloud.google.com/gke-accelerator': 'nvidia-l4',
      'cloud.google.com/gke-max-shared-clients-per-gpu': '2',
    },
    gpu,
    'L4-shared',
  ],
  [
    'of Karpenter',
    { 'karpenter.k8s.aws/instance-gpu-name': 'a100', 'karpenter.k8s.aws/instance-gpu-memory': '81920' },
    gpu,
    'A100-80GB',
  ],
  ['of EKS Auto Mode', { 'eks.amazonaws.com/instance-gpu-name': 'l40s' }, gpu, 'L40S'],
  ['of AKS', { 'karpenter.azure.com/sku-gpu-name': 'T4', accelerator: 'nvidia' }, gpu, 'T4'],
  ['of EKS by hand', { 'k8s.amazonaws.com/accelerator': 'nvidia-tesla-t4' }, gpu, 'T4'],
  ['named after its machine', { 'k8s.amazonaws.com/accelerator': 'nvidia-tesla-g5' }, gpu, null],
  ['of AKS without a name', { accelerator: 'nvidia' }, gpu, null],
  [
    'where the device speaks against the machine',
    { ...gfd('NVIDIA-A10G'), 'k8s.amazonaws.com/accelerator': 'nvidia-tesla-t4' },
    gpu,
    'A10G',
  ],
])('a node %s', (_, labels, resource, model) => {
  expect(gpuModelOfNode({ metadata: { labels } }, resource)).toBe(model);
});
