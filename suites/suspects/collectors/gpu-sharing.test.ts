import { expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import { found, nodeOf, podOf, sceneOf } from '../testing.ts';
import { gpuSharing } from './gpu-sharing.ts';

const gpu = { 'nvidia.com/gpu': '1' };
const sliced = nodeOf('gpu-1', {
  labels: { 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.sharing-strategy': 'time-slicing' },
});
const train = podOf('train-0', { namespace: 'batch', limits: gpu });

test.each<[string, Parameters<typeof sceneOf>[0], string[] | string]>([
  [
    'holds a slice of the same GPUs',
    { now: { nodes: [sliced] }, everypods: [train] },
    ['Pod/batch/train-0: holds 1 nvidia.com/gpu of Node/gpu-1, whose GPUs are shared with this release'],
  ],
  ['holds a whole GPU of its own', { everypods: [train] }, []],
  ['holds none', { now: { nodes: [sliced] }, everypods: [podOf('log-0', { namespace: 'kube-system' })] }, []],
  [
    'is on another node',
    { now: { nodes: [sliced] }, everypods: [{ ...train, spec: { ...train.spec!, nodeName: 'gpu-2' } }] },
    [],
  ],
  [
    "is the release's own",
    { now: { nodes: [sliced] }, everypods: [podOf('tts-worker-2', { limits: gpu })] },
    [],
  ],
  [
    'may be in another namespace, which may not be listed',
    { now: { nodes: [sliced] }, everypods: new ProbeError('forbidden', 'no') },
    'no',
  ],
])('a pod that %s', async (_, over, expected) => {
  expect(await found(gpuSharing, sceneOf(over))).toEqual(expected);
});
