import { readdir, readFile } from 'node:fs/promises';

/**
 * The process of a pod on this machine, by its pod's UID (in its cgroup) and a word of its command line. Only the
 * `local` cluster's pods run here.
 */
export async function processOfPod(uid: string, word: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const [cgroup, command] = await Promise.all(
      ['cgroup', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    const ofPod = cgroup!.includes(uid) || cgroup!.includes(uid.replaceAll('-', '_'));
    if (ofPod && command!.includes(word)) return Number(pid);
  }
  throw new Error(`no process of pod ${uid} with ${word} runs on this machine`);
}
