import { expect, test } from 'vitest';
import { gpuModelOf, gpuModelOfProduct } from './gpu-model.ts';

test.each([
  // GPU feature discovery.
  ['NVIDIA-H100-80GB-HBM3', 'H100'],
  ['NVIDIA-H100', 'H100'],
  ['NVIDIA-H100-PCIe', 'H100-PCIe'],
  ['NVIDIA-H100-NVL', 'H100-NVL'],
  ['NVIDIA-H100-80GB-HBM3-MIG-1g.10gb', 'H100-MIG-1g.10gb'],
  ['NVIDIA-H100-80GB-HBM3-MIG-1g.10gb-SHARED', 'H100-MIG-1g.10gb-shared'],
  ['NVIDIA-H200', 'H200'],
  ['NVIDIA-GB200', 'GB200'],
  ['NVIDIA-B300-SXM6-AC', 'B300'],
  ['NVIDIA-A100-SXM4-40GB', 'A100-40GB'],
  ['NVIDIA-A100-80GB-PCIe', 'A100-PCIe-80GB'],
  ['NVIDIA-A100-PCIE-80GB', 'A100-PCIe-80GB'],
  ['A100-SXM4-40GB-MIG-1g.5gb-SHARED', 'A100-40GB-MIG-1g.5gb-shared'],
  ['NVIDIA-L4-SHARED', 'L4-shared'],
  ['NVIDIA-L40S', 'L40S'],
  ['NVIDIA-A10G', 'A10G'],
  ['Tesla-T4', 'T4'],
  ['NVIDIA-Tesla-T4', 'T4'],
  ['Tesla-V100-SXM2-16GB', 'V100-16GB'],
  ['NVIDIA-A40-48Q', 'A40-48Q'],
  ['NVIDIA-GeForce-RTX-5090', 'RTX-5090'],
  ['NVIDIA-RTX-4000-Ada-Generation', 'RTX-4000-Ada'],
  ['NVIDIA-RTX-A6000', 'RTX-A6000'],
  ['NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition-MIG-1g.24gb', 'RTX-PRO-6000-MIG-1g.24gb'],
  ['NVIDIA-RTX-PRO-6000-Blackwell-Max-Q-Workstation-Edition', 'RTX-PRO-6000-Max-Q'],
  // GKE.
  ['nvidia-h100-80gb', 'H100'],
  ['nvidia-h100-mega-80gb', 'H100'],
  ['nvidia-h200-141gb', 'H200'],
  ['nvidia-tesla-a100', 'A100'],
  ['nvidia-a100-80gb', 'A100-80GB'],
  ['nvidia-tesla-t4', 'T4'],
  ['nvidia-rtx-pro-6000', 'RTX-PRO-6000'],
  // Karpenter on AWS and Azure.
  ['h100', 'H100'],
  ['a10g', 'A10G'],
  ['A100', 'A100'],
  // DCGM.
  ['NVIDIA H100 80GB HBM3', 'H100'],
  ['NVIDIA GeForce RTX 5060 Ti', 'RTX-5060-Ti'],
])('%s is %s', (product, model) => {
  expect(gpuModelOf(product)).toBe(model);
});

test.each(['nvidia-tesla-g5', 'true', 'p5', ''])('%j, written by hand, is no GPU', (label) => {
  expect(gpuModelOf(label)).toBeNull();
});

test('what is read off the device is a model, known or not', () => {
  expect(gpuModelOfProduct('NVIDIA-VR200-NVL')).toBe('VR200-NVL');
  expect(gpuModelOfProduct('NVIDIA-L4')).toBe('L4');
});
