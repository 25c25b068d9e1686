import { readdir, readFile } from 'node:fs/promises';

/** A process of a pod, as this machine sees it. */
export interface PodProcess {
  readonly pid: number;
  readonly command: string;
  /** `/proc/PID/cgroup`. */
  readonly cgroups: string;
}

/** The processes of a pod on this machine, by its UID in their cgroups. Only the `local` cluster's pods run here. */
export async function processesOfPod(uid: string): Promise<PodProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [cgroups, command] = await Promise.all(
        ['cgroup', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return { pid: Number(pid), command: command!, cgroups: cgroups! };
    }),
  );
  return found.filter(({ cgroups }) => cgroups.includes(uid) || cgroups.includes(uid.replaceAll('-', '_')));
}
