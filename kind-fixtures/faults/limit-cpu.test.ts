import { expect, it } from 'vitest';
import { quotaOf } from './limit-cpu.ts';

it.each([
  [
    'version 1',
    '2:cpuacct:/pods/a\n1:cpu:/pods/a\n0::/pods/a',
    ['/sys/fs/cgroup/cpu/pods/a/cpu.cfs_quota_us', '2000'],
  ],
  [
    'version 1, mounted with another controller',
    '4:cpuset:/\n3:cpu,cpuacct:/pods/a\n0::/',
    ['/sys/fs/cgroup/cpu,cpuacct/pods/a/cpu.cfs_quota_us', '2000'],
  ],
  ['version 2', '0::/pods/a\n', ['/sys/fs/cgroup/pods/a/cpu.max', '2000 100000']],
])('knows where a quota lies: cgroups of %s', (_, cgroups, where) => {
  expect(quotaOf(cgroups, 0.02)).toEqual(where);
});
