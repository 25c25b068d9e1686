import { expect, test } from 'vitest';
import { answering, found, sceneOf } from '../testing.ts';
import { gpuError } from './gpu-error.ts';

const at = { Hostname: 'gpu-1', gpu: '3', UUID: 'GPU-a' };
const xid = 'DCGM_FI_DEV_XID_ERRORS';
type Answers = Parameters<typeof answering>[0];

test.each<[string, Answers, string[]]>([
  [
    'fell off the bus',
    { [xid]: [[at, 79]], [`${xid} and offset`]: [[at, 0]] },
    ['Node/gpu-1 GPU 3: XID 79 since the last good record'],
  ],
  [
    'first speaks of an error',
    { [xid]: [[at, 48]] },
    ['Node/gpu-1 GPU 3: XID 48 since the last good record'],
  ],
  ['had the error before', { [xid]: [[at, 79]], [`${xid} and offset`]: [[at, 79]] }, []],
  ['saw a program fail', { [xid]: [[at, 31]] }, []],
  ['is well', { [xid]: [[at, 0]] }, []],
  ['is on another node', { [xid]: [[{ ...at, Hostname: 'gpu-2' }, 79]] }, []],
  ["is another's", { [xid]: [[{ ...at, exported_pod: 'train-0', exported_namespace: 'batch' }, 79]] }, []],
  [
    "is another's of the same namespace",
    { [xid]: [[{ ...at, pod: 'batch-0', namespace: 'cartesia', container: 'main' }, 79]] },
    [],
  ],
  [
    "is the release's, told by the exporter's pod",
    {
      [xid]: [
        [
          {
            ...at,
            pod: 'dcgm-exporter-x',
            namespace: 'gpu-operator',
            exported_pod: 'tts-worker-1',
            exported_namespace: 'cartesia',
          },
          79,
        ],
      ],
    },
    ['Node/gpu-1 GPU 3: XID 79 since the last good record'],
  ],
  [
    'lost memory',
    { DCGM_FI_DEV_ECC_DBE_VOL_TOTAL: [[at, 3]], 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL and offset': [[at, 1]] },
    ['Node/gpu-1 GPU 3: 2 uncorrectable memory errors since the last good record'],
  ],
  [
    'cannot mend its memory',
    { DCGM_FI_DEV_ROW_REMAP_FAILURE: [[at, 1]] },
    ['Node/gpu-1 GPU 3: a bad row of memory could not be remapped since the last good record'],
  ],
])('a GPU that %s', async (_, answers, expected) => {
  expect(await found(gpuError, sceneOf({ prometheus: answering(answers) }))).toEqual(expected);
});
