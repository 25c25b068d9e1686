import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodProcess } from '../clusters/local/pod-processes.ts';

const root = '/sys/fs/cgroup';
const periodUs = 100_000;

/** Lowers the CPU quota of the containers' cgroups, as a node's own limiter would; disposing gives it back. */
export async function limitCpu(
  processes: readonly PodProcess[],
  { cores }: { readonly cores: number },
): Promise<AsyncDisposable> {
  const quotas = new Map(processes.map(({ cgroups }) => quotaOf(cgroups, cores)));
  await using undo = new AsyncDisposableStack();
  for (const [file, quota] of quotas) {
    const before = await readFile(file, 'utf8');
    await writeFile(file, quota);
    undo.defer(() => writeFile(file, before.trim()).catch(unlessGone));
  }
  return undo.move();
}

/** The file that holds a cgroup's quota, and what to write; version 1 where its controller is mounted by itself. */
export function quotaOf(cgroups: string, cores: number): [file: string, quota: string] {
  const quota = String(Math.round(cores * periodUs));
  const v1 = /^\d+:([^:]*\bcpu\b[^:]*):(.*)$/m.exec(cgroups);
  if (v1) return [join(root, v1[1]!, v1[2]!, 'cpu.cfs_quota_us'), quota];
  const v2 = /^0::(.*)$/m.exec(cgroups);
  return [join(root, v2?.[1] ?? '', 'cpu.max'), `${quota} ${periodUs}`];
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENODEV') throw error;
}
