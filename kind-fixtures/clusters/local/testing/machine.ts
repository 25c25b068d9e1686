import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What of the machine a cluster could leave a trace in: one sorted list of lines each. */
export type MachineSnapshot = Readonly<
  Record<'mounts' | 'links' | 'routes' | 'iptables' | 'cgroups' | 'files', readonly string[]>
>;

/** Folders that nodes and container runtimes write to. */
const watched = ['/run', '/var/lib', '/var/log', '/etc/cni', '/etc/containerd', '/opt', '/tmp'];
const depth = 3;

/**
 * What is there now. Lines that match `foreign` belong to somebody else who is
 * at work on the machine at the same time, such as another cluster.
 */
export async function snapshot(foreign: RegExp): Promise<MachineSnapshot> {
  const keep = (lines: readonly string[]) => lines.filter((line) => !foreign.test(line)).sort();
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const cgroups = mounts.filter((line) => / - cgroup2? /.test(line)).map((line) => line.split(' ')[4]!);
  return {
    mounts: keep(mounts.map((line) => line.split(' ').slice(3).join(' '))),
    links: keep(await readdir('/sys/class/net')),
    routes: keep((await readFile('/proc/net/route', 'utf8')).split('\n').map((line) => line.trim())),
    iptables: keep([...(await rules('iptables-save')), ...(await rules('ip6tables-save'))]),
    cgroups: keep((await Promise.all(cgroups.map((root) => folders(root, 8)))).flat()),
    files: keep((await Promise.all(watched.map((root) => everything(root, depth)))).flat()),
  };
}

/** What is there after that was not before, and the other way round. */
export function changes(before: MachineSnapshot, after: MachineSnapshot): string[] {
  const kinds = Object.keys(before) as (keyof MachineSnapshot)[];
  return kinds.flatMap((kind) => [
    ...after[kind].filter((line) => !before[kind].includes(line)).map((line) => `${kind} + ${line}`),
    ...before[kind].filter((line) => !after[kind].includes(line)).map((line) => `${kind} - ${line}`),
  ]);
}

/** All rules and chains of all tables, without their counters. */
async function rules(program: string): Promise<string[]> {
  const { stdout } = await run(program);
  return stdout
    .split('\n')
    .filter((line) => /^[:*-]/.test(line))
    .map((line) => line.replace(/\[\d+:\d+\]/, ''));
}

async function folders(root: string, levels: number): Promise<string[]> {
  return (await list(root, levels, true)).filter((path) => path !== root);
}

async function everything(root: string, levels: number): Promise<string[]> {
  return list(root, levels, false);
}

async function list(path: string, levels: number, onlyFolders: boolean): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [];
  const wanted = entries.filter((entry) => entry.isDirectory() || !onlyFolders);
  const below = wanted.map((entry) => {
    const inside = join(path, entry.name);
    return entry.isDirectory() && levels > 1 ? list(inside, levels - 1, onlyFolders) : [inside];
  });
  return [path, ...(await Promise.all(below)).flat()];
}

/** A process or namespace of a cluster, so that its end can be seen. */
export interface Traces {
  /** `PID START` of every process inside. */
  readonly processes: ReadonlySet<string>;
  /** `net:[…]`, `mnt:[…]`, `pid:[…]` of all of them. */
  readonly namespaces: ReadonlySet<string>;
}

/** Every process of the machine with its namespaces. */
async function processes(): Promise<{ id: string; cgroup: string; command: string; namespaces: string[] }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
        const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
        return {
          id: `${pid} ${start}`,
          cgroup: await readFile(`/proc/${pid}/cgroup`, 'utf8'),
          command: (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' '),
          namespaces: await Promise.all(
            ['net', 'mnt', 'pid'].map((kind) => readlink(`/proc/${pid}/ns/${kind}`)),
          ),
        };
      } catch {
        return undefined; // it ended while we looked
      }
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** All that runs of a cluster now: what is in its cgroup or names its state folder. */
export async function tracesOf(cluster: string): Promise<Traces> {
  const all = await processes();
  const own = (await readlink('/proc/self/ns/mnt')).toString();
  const inside = all.filter(({ cgroup }) => cgroup.includes(`/seatrial-${cluster}/`));
  return {
    processes: new Set(inside.map(({ id }) => id)),
    namespaces: new Set(inside.flatMap(({ namespaces }) => namespaces).filter((name) => name !== own)),
  };
}

/** What is left of traces that were taken while the cluster ran, and what names it still. */
export async function leftOf(traces: Traces, cluster: string): Promise<string[]> {
  const hosts = new Set((await processes()).find(({ id }) => id.startsWith('1 '))?.namespaces);
  const state = `/var/lib/seatrial/${cluster}/`;
  return (await processes())
    .filter(
      ({ id, cgroup, command, namespaces }) =>
        traces.processes.has(id) ||
        cgroup.includes(`/seatrial-${cluster}/`) ||
        command.includes(state) ||
        namespaces.some((name) => traces.namespaces.has(name) && !hosts.has(name)),
    )
    .map(({ id, command }) => `process ${id} ${command}`);
}
