import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { gpuModelOfSubject, type Placed } from './gpu-model-of-subject.ts';

const gpu = 'nvidia.com/gpu';
const asks = (count = 1, nodeSelector = {}) => ({
  containers: [{ name: 'worker', resources: { limits: { [gpu]: String(count) } } }],
  nodeSelector,
});
const worker = (nodeSelector = {}): Placed => ({
  kind: 'Deployment',
  name: 'tts',
  pod: asks(1, nodeSelector),
});
const node = (name: string, product: string | null): V1Node => ({
  metadata: { name, labels: { pool: name, ...(product && { 'nvidia.com/gpu.product': product }) } },
  status: { allocatable: { [gpu]: '8' }, conditions: [{ type: 'Ready', status: 'True' }] },
});
const pod = (nodeName: string, gpus = 1, over: Partial<V1Pod> = {}): V1Pod => ({
  metadata: {
    name: `tts-7d4-${nodeName}`,
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'tts-7d4', uid: 'u', controller: true },
    ],
  },
  spec: { ...asks(gpus), nodeName },
  status: { phase: 'Running' },
  ...over,
});
const nodes = [node('a', 'NVIDIA-H100-80GB-HBM3'), node('b', 'NVIDIA-L4'), node('c', null)];

test.each<[string, Placed[], V1Pod[], object]>([
  ['the nodes of its pods, whatever else there is', [worker()], [pod('a'), pod('a')], { model: 'H100' }],
  [
    'several models are none',
    [worker()],
    [pod('a', 2), pod('b')],
    { model: null, mix: '2 × H100 and 1 × L4' },
  ],
  [
    'a model and one without a label',
    [worker()],
    [pod('a'), pod('c')],
    { model: null, mix: '1 × H100 and 1 × a GPU without a label' },
  ],
  ['nodes without a label', [worker()], [pod('c')], { model: null }],
  [
    'pods that go, or have gone, do not count',
    [worker()],
    [pod('a'), pod('b', 1, { status: { phase: 'Failed' } })],
    { model: 'H100' },
  ],
  ["another workload's pods", [{ ...worker({ pool: 'b' }), name: 'stt' }], [pod('a')], { model: 'L4' }],
  ['where its pods may be placed', [worker({ pool: 'b' })], [], { model: 'L4' }],
  ['where they may be placed on several', [worker()], [], { model: null, mix: 'H100 and L4' }],
  ['no node that takes them', [worker({ pool: 'z' })], [], { model: null }],
])('the GPU model: %s', (_, workloads, pods, expected) => {
  expect(gpuModelOfSubject(workloads, pods, nodes)).toEqual(expected);
});
