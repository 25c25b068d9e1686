import type { V1Container } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { gpuLayout } from './gpu-layout.ts';

const layout = (over: Partial<V1Container>, gpu = 'nvidia.com/gpu') =>
  gpuLayout({ spec: { containers: [{ name: 'server', resources: { limits: { [gpu]: '2' } }, ...over }] } });

test.each<[string, Partial<V1Container>, string[]]>([
  ['nothing said', {}, []],
  ['one of one', { args: ['--tensor-parallel-size', '1'] }, []],
  ['vLLM', { args: ['serve', '--tensor-parallel-size=4', '--pipeline-parallel-size', '2'] }, ['pp2', 'tp4']],
  ['SGLang', { args: ['--tp', '8', '--dp-size', '2'] }, ['dp2', 'tp8']],
  ['in a shell', { command: ['sh', '-c', 'exec vllm serve m --tensor_parallel_size 2 --port 80'] }, ['tp2']],
  ['the last counts', { args: ['-tp', '2', '-tp', '4'] }, ['tp4']],
  ['by environment', { env: [{ name: 'SIE_TENSOR_PARALLEL_SIZE', value: '2' }] }, ['tp2']],
  [
    'argument before environment',
    { args: ['--num-shard', '2'], env: [{ name: 'NUM_SHARD', value: '8' }] },
    ['tp2'],
  ],
  ['something else', { args: ['--http-port', '8', '--stop', '4', '--tp-host', '2'] }, []],
])('the degrees of parallelism: %s', (_, container, expected) => {
  expect(layout(container)).toEqual(expected);
});

test('the MIG profile, and nothing of a container without GPUs', () => {
  expect(layout({}, 'nvidia.com/mig-1g.5gb')).toEqual(['mig-1g.5gb']);
  expect(layout({ args: ['--tp', '2'] }, 'cpu')).toEqual([]);
});
