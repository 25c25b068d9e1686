import { readFile } from 'node:fs/promises';

/** One process for good: pids are used again, a pid with its start time and boot is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat, in clock ticks since the boot. */
  readonly startTicks: string;
  readonly boot: string;
}

/** Identifies a running process; undefined when there is none with that pid. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets before it and may hold spaces.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return { pid, startTicks: fields[19]!, boot };
  } catch {
    return undefined;
  }
}

/** Whether exactly that process still runs. */
export async function isRunning(recorded: ProcessIdentity): Promise<boolean> {
  const current = await identifyProcess(recorded.pid);
  return current?.startTicks === recorded.startTicks && current.boot === recorded.boot;
}
