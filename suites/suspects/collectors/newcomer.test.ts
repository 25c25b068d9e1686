import { expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import { found, podOf, sceneOf } from '../testing.ts';
import { newcomer } from './newcomer.ts';

const train = (startedAt: string, cpu: string, over = {}) =>
  podOf('train-0', { namespace: 'batch', startedAt, requests: { cpu }, ...over });

test.each<[string, Parameters<typeof sceneOf>[0], string[] | string]>([
  [
    'came since the last good record and asks for much',
    { everypods: [train('02:30:00', '6')] },
    ['Pod/batch/train-0: came to Node/gpu-1 at 02:30 UTC and asks for 6 of its 16 CPUs (38 %)'],
  ],
  ['asks for little', { everypods: [train('02:30:00', '3900m')] }, []],
  ['was there before', { everypods: [train('01:00:00', '6')] }, []],
  ['makes our load', { everypods: [train('03:10:00', '6', { labels: { 'seatrial.dev/load': 'a' } })] }, []],
  ['came to another node', { everypods: [train('02:30:00', '6', { node: 'gpu-2' })] }, []],
  [
    'is of the namespace, where no others may be listed',
    {
      now: {
        pods: [podOf('tts-worker-1'), podOf('batch-0', { startedAt: '03:05:00', requests: { cpu: '4' } })],
      },
      everypods: new ProbeError('forbidden', 'no'),
    },
    ['Pod/cartesia/batch-0: came to Node/gpu-1 at 03:05 UTC and asks for 4 of its 16 CPUs (25 %)'],
  ],
  ['may be where nothing may be listed', { everypods: new ProbeError('forbidden', 'no') }, 'no'],
])('a pod that %s', async (_, over, expected) => {
  expect(await found(newcomer, sceneOf(over))).toEqual(expected);
});
