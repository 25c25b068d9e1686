import { expect, test } from 'vitest';
import { defaultGpus, gpuLabels } from './gpus.ts';

test('labels a node as GPU feature discovery does', () => {
  expect(gpuLabels(defaultGpus)).toMatchObject({
    'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
    'nvidia.com/gpu.count': '8',
    'nvidia.com/gpu.family': 'hopper',
    'nvidia.com/gpu.memory': '81559',
    'nvidia.com/gpu.compute.major': '9',
  });
});

test('invents no facts of a product that it does not know, and no labels without GPUs', () => {
  expect(gpuLabels({ count: 2, product: 'Abacus' })).not.toHaveProperty('nvidia.com/gpu.memory');
  expect(gpuLabels({ count: 0, product: 'Abacus' })).toEqual({});
});
