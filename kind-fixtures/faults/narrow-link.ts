import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { PodProcess } from '../clusters/local/pod-processes.ts';

const run = promisify(execFile);
const burstBytes = 3000;

/**
 * Narrows the wire from the node to a pod, which has a queue before it as any slow link has (`tc`, token bucket);
 * disposing takes it away.
 */
export async function narrowLink(
  { pid }: PodProcess,
  { kilobits, queueBytes }: { readonly kilobits: number; readonly queueBytes: number },
): Promise<AsyncDisposable> {
  const [own] = await links(pid, 'eth0');
  // The program that a container's first process was started by is the node's.
  const node = await parentOf(pid);
  const device = (await links(node)).find(({ ifindex }) => ifindex === own?.link_index)?.ifname;
  if (device === undefined) throw new Error(`the wire of process ${pid} has no other end at its node`);
  const rate = ['rate', `${kilobits}kbit`, 'burst', String(burstBytes), 'limit', String(queueBytes)];
  await inNetworkOf(node, 'tc', 'qdisc', 'replace', 'dev', device, 'root', 'tbf', ...rate);
  return {
    // With the pod its wire is gone.
    [Symbol.asyncDispose]: () =>
      inNetworkOf(node, 'tc', 'qdisc', 'del', 'dev', device, 'root').then(
        () => {},
        () => {},
      ),
  };
}

interface Link {
  readonly ifindex: number;
  readonly ifname: string;
  /** Of the other end. */
  readonly link_index?: number;
}

const links = async (pid: number, ...device: string[]): Promise<Link[]> =>
  JSON.parse(await inNetworkOf(pid, 'ip', '-json', 'link', 'show', ...device)) as Link[];

const inNetworkOf = async (pid: number, ...command: string[]): Promise<string> =>
  (await run('nsenter', ['--target', String(pid), '--net', ...command])).stdout;

async function parentOf(pid: number): Promise<number> {
  const parent = /^PPid:\s*(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return Number(parent?.[1]);
}
