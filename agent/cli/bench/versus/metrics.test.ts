import { expect, test } from 'vitest';
import { protocols } from '../../../../load/protocols/index.ts';
import { platforms } from '../../../../suites/platforms/index.ts';
import { metricsFor } from './metrics.ts';
import { planTo } from './testing.ts';

const primaries = (protocol: string, over: object = {}, workload?: Parameters<typeof metricsFor>[2]) =>
  metricsFor(planTo('http://old.example', over), protocols.get(protocol)!, workload)
    .filter(({ primary }) => primary)
    .map(({ name }) => name);

test.each([...protocols.keys()])('%s has numbers of speed to be compared by', (protocol) => {
  expect(primaries(protocol).length).toBeGreaterThan(2);
  expect(primaries(protocol)).toContain('failed requests');
});

test('throughput is compared in a closed loop only: in an open one it is what was asked for', () => {
  expect(primaries('cartesia-bytes')).toEqual([
    'TTFA p50',
    'TTFA p95',
    'RTF p50',
    'chars/s',
    'failed requests',
  ]);
  expect(primaries('cartesia-bytes', { levels: [{ rate: 3 }] })).not.toContain('chars/s');
});

test('a workload declares its own, and each level has all of them', () => {
  const workload = platforms.sie!.workloads.find(({ name }) => name === 'encode')!;
  expect(primaries('sie-encode', { levels: [{ streams: 2 }, { streams: 8 }] }, workload)).toEqual([
    'whole request p50 at 2 streams',
    'whole request p95 at 2 streams',
    'items/s at 2 streams',
    'whole request p50 at 8 streams',
    'whole request p95 at 8 streams',
    'items/s at 8 streams',
    'failed requests',
  ]);
});
