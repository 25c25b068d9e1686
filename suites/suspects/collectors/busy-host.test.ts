import { expect, test } from 'vitest';
import { answering, found, sceneOf } from '../testing.ts';
import { busyHost } from './busy-host.ts';

const at = { instance: '10.0.0.7:9100' };
const own = { namespace: 'cartesia', pod: 'tts-worker-1', node: 'gpu-1' };
const load = { namespace: 'cartesia', pod: 'cartesia-r2-tts-1-0-x', node: 'gpu-1' };
const busy = 'node_cpu_seconds_total and idle';

test.each<[string, Parameters<typeof answering>[0], string[]]>([
  [
    'full of others',
    { [busy]: [[at, 15.2]], topk: [[own, 3]] },
    ['Node/gpu-1: 15.2 of its 16 CPUs were busy, 12.2 of them for others than this release'],
  ],
  ['full of the release', { [busy]: [[at, 15.2]], topk: [[own, 13]] }, []],
  [
    'full of our own load',
    {
      [busy]: [[at, 15.2]],
      topk: [
        [own, 5],
        [load, 8],
      ],
    },
    [],
  ],
  ['not full', { [busy]: [[at, 14]], topk: [[own, 3]] }, []],
  [
    "known by its kubelet's word alone",
    { 'id="/"': [[{ node: 'gpu-1' }, 15.2]], topk: [[own, 3]] },
    ['Node/gpu-1: 15.2 of its 16 CPUs were busy, 12.2 of them for others than this release'],
  ],
  ['of unknown use', { topk: [[own, 3]] }, []],
  ['not its own', { [busy]: [[{ instance: '10.0.0.8:9100' }, 15.2]] }, []],
  [
    'robbed by its hypervisor',
    { [busy]: [[at, 4]], 'mode="steal"': [[at, 0.12]] },
    ['Node/gpu-1: its hypervisor took 12 % of its CPU time'],
  ],
])('a host %s', async (_, answers, expected) => {
  expect(await found(busyHost, sceneOf({ prometheus: answering(answers) }))).toEqual(expected);
});
