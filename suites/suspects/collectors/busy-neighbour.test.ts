import { expect, test } from 'vitest';
import { answering, found, sceneOf } from '../testing.ts';
import { busyNeighbour } from './busy-neighbour.ts';

const busy = 'node_cpu_seconds_total and idle';
const full = { [busy]: [[{ node: 'gpu-1' }, 14]] } as const;
const train = { namespace: 'batch', pod: 'train-0', node: 'gpu-1' };

test.each<[string, Parameters<typeof answering>[0], string[]]>([
  [
    'began to use much of a full host',
    { ...full, topk: [[train, 6]] },
    ['Pod/batch/train-0: used 6.0 of the 16 CPUs of Node/gpu-1, and 0.0 at the last good record'],
  ],
  ['used as much before', { ...full, topk: [[train, 6]], 'topk and offset': [[train, 5]] }, []],
  ['uses little', { ...full, topk: [[train, 3]] }, []],
  ['is on a host with CPUs to spare', { [busy]: [[{ node: 'gpu-1' }, 9]], topk: [[train, 6]] }, []],
  ['is on another node', { ...full, topk: [[{ ...train, node: 'gpu-2' }, 6]] }, []],
  [
    "is the release's own",
    { ...full, topk: [[{ ...train, namespace: 'cartesia', pod: 'tts-worker-1' }, 6]] },
    [],
  ],
])('a pod that %s', async (_, answers, expected) => {
  expect(await found(busyNeighbour, sceneOf({ prometheus: answering(answers) }))).toEqual(expected);
});
