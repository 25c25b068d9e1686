import { expect, test } from 'vitest';
import { ProbeError } from '../probes/probe-error.ts';
import { subjectOf } from '../testing/plans.ts';
import { withGpuFromDcgm } from './gpu-model-from-dcgm.ts';

async function modelWith(gpu: { model: string | null; ready: number; mix?: string }, names: string[] | null) {
  const query = async () => {
    if (!names) throw new ProbeError('unreachable', 'gone');
    return names.map((modelName) => ({ labels: { modelName }, value: 1 }));
  };
  const found = await withGpuFromDcgm(subjectOf({ gpu }), async () => ({ query }) as never);
  return found.gpu.model;
}

const unlabelled = { model: null, ready: 2 };

test.each<[string, Parameters<typeof modelWith>[0], string[] | null, string | null]>([
  ['tells what labels do not', unlabelled, ['NVIDIA H100 80GB HBM3'], 'H100'],
  ['with two models tells none', unlabelled, ['NVIDIA H100 80GB HBM3', 'NVIDIA L4'], null],
  ['is not heard against a label', { model: 'L4', ready: 2 }, ['NVIDIA H100 80GB HBM3'], 'L4'],
  ['is not heard of a mix', { ...unlabelled, mix: '1 × H100 and 1 × L4' }, ['NVIDIA L4'], null],
  ['may be silent', unlabelled, [], null],
  ['may be away', unlabelled, null, null],
])('DCGM %s', async (_, gpu, names, model) => {
  expect(await modelWith(gpu, names)).toBe(model);
});
