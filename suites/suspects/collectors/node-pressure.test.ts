import { expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import { found, nodeOf, sceneOf } from '../testing.ts';
import { nodePressure } from './node-pressure.ts';

test.each<[string, Record<string, string>, string[]]>([
  ['under pressure', { MemoryPressure: 'True' }, ['Node/gpu-1: reports MemoryPressure']],
  ['not ready', { Ready: 'Unknown' }, ['Node/gpu-1: is not Ready']],
  ['with a deadlock', { KernelDeadlock: 'True' }, ['Node/gpu-1: reports KernelDeadlock']],
  ['that cannot write', { ReadonlyFilesystem: 'True' }, ['Node/gpu-1: reports ReadonlyFilesystem']],
  [
    'whose kubelet restarts',
    { FrequentKubeletRestart: 'True' },
    ['Node/gpu-1: reports FrequentKubeletRestart'],
  ],
  [
    'of EKS, in trouble',
    { AcceleratedHardwareReady: 'False' },
    ['Node/gpu-1: is not AcceleratedHardwareReady'],
  ],
  ['of EKS, well', { AcceleratedHardwareReady: 'True', KernelReady: 'True', StorageReady: 'Unknown' }, []],
  ['with a condition of unknown meaning', { SysctlChanged: 'True' }, []],
  ['that is well', { MemoryPressure: 'False', KernelDeadlock: 'False' }, []],
])('a host %s', async (_, conditions, expected) => {
  expect(await found(nodePressure, sceneOf({ now: { nodes: [nodeOf('gpu-1', { conditions })] } }))).toEqual(
    expected,
  );
});

test('what a host reported before the load counts, and what another node reports does not', async () => {
  const pressed = nodeOf('gpu-1', { conditions: { DiskPressure: 'True' } });
  expect(await found(nodePressure, sceneOf({ before: { nodes: [pressed] } }))).toHaveLength(1);
  const other = nodeOf('gpu-2', { conditions: { DiskPressure: 'True' } });
  expect(await found(nodePressure, sceneOf({ now: { nodes: [nodeOf(), other] } }))).toEqual([]);
});

test('nodes that may not be listed are not looked at', async () => {
  const nodes = new ProbeError('forbidden', 'nodes may not be listed');
  expect(await found(nodePressure, sceneOf({ now: { nodes } }))).toBe('nodes may not be listed');
});
