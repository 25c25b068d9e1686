import { expect, test } from 'vitest';
import { found, nodeOf, sceneOf } from '../testing.ts';
import { gpuCount } from './gpu-count.ts';

test.each<[string, ReturnType<typeof nodeOf>[], string[]]>([
  ['offers all that it has', [nodeOf()], []],
  [
    'lost one',
    [nodeOf('gpu-1', { gpus: [8, 7] })],
    ['Node/gpu-1: offers 7 of its 8 nvidia.com/gpu: the others are unhealthy'],
  ],
  ['is beside a node that lost one', [nodeOf(), nodeOf('gpu-2', { gpus: [8, 7] })], []],
])('a host that %s', async (_, nodes, expected) => {
  expect(await found(gpuCount, sceneOf({ now: { nodes } }))).toEqual(expected);
});
