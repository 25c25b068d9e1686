import { expect, test } from 'vitest';
import { answering, found, sceneOf } from '../testing.ts';
import { gpuClocks } from './gpu-clocks.ts';

const at = { Hostname: 'gpu-1', gpu: '0', UUID: 'GPU-a' };

test.each<[string, Parameters<typeof answering>[0], string[]]>([
  [
    'too hot for its hardware',
    { '/ 64) %': [[at, 0.4]] },
    ['Node/gpu-1 GPU 0: slowed down by its hardware for heat for 40 % of the time'],
  ],
  [
    'too hot for its driver',
    { '/ 32) %': [[at, 0.1]] },
    ['Node/gpu-1 GPU 0: slowed down by its driver for heat for 10 % of the time'],
  ],
  [
    'held by a power brake',
    { '/ 128) %': [[at, 1]] },
    ['Node/gpu-1 GPU 0: slowed down by a power brake for 100 % of the time'],
  ],
  [
    'slowed down for two reasons',
    { '/ 8) %': [[at, 1]], '/ 128) %': [[at, 1]] },
    [
      'Node/gpu-1 GPU 0: slowed down by its hardware for 100 % of the time, slowed down by a power brake for 100 % of the time',
    ],
  ],
  ['slowed down for a moment', { '/ 8) %': [[at, 0.05]] }, []],
  ['at its power cap, and slower for it', { '/ 4) %': [[at, 0.9]], 'SM_CLOCK and UTIL': [[at, 0.7]] }, []],
  [
    'slower than it was, for no reason of its own',
    { '/ 4) %': [[at, 0]], 'SM_CLOCK and UTIL': [[at, 0.62]] },
    [
      'Node/gpu-1 GPU 0: was busy at 62 % of the clock that it reached within the last day, and not at its power cap',
    ],
  ],
  ['slower, and why is not told', { 'SM_CLOCK and UTIL': [[at, 0.62]] }, []],
  ["another node's", { '/ 64) %': [[{ ...at, Hostname: 'gpu-2' }, 0.4]] }, []],
  ['idle', { '/ 4) %': [[at, 0]] }, []],
])('a GPU that is %s', async (_, answers, expected) => {
  expect(await found(gpuClocks, sceneOf({ prometheus: answering(answers) }))).toEqual(expected);
});
