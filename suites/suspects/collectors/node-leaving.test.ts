import { expect, test } from 'vitest';
import { found, nodeOf, sceneOf } from '../testing.ts';
import { nodeLeaving } from './node-leaving.ts';

const tainted = (key: string) => ({ taints: [{ key, effect: 'NoSchedule' }] });

test.each<[string, Parameters<typeof nodeOf>[1], string[]]>([
  ['cordoned', { unschedulable: true }, ['Node/gpu-1: is cordoned']],
  [
    'given up by the autoscaler',
    tainted('ToBeDeletedByClusterAutoscaler'),
    ['Node/gpu-1: is tainted ToBeDeletedByClusterAutoscaler'],
  ],
  [
    'marked by node-problem-detector',
    tainted('example.com/KernelDeadlock'),
    ['Node/gpu-1: is tainted example.com/KernelDeadlock'],
  ],
  ['kept for GPUs', tainted('nvidia.com/gpu'), []],
  ['like any other', {}, []],
])('a host that is %s', async (_, over, expected) => {
  expect(await found(nodeLeaving, sceneOf({ now: { nodes: [nodeOf('gpu-1', over)] } }))).toEqual(expected);
});
