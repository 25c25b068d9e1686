import { join } from 'node:path';
import { ClusterApi } from '../api.ts';
import type { ClusterAccess, ClusterStatus } from '../cluster.ts';
import { addressesOf } from './addresses.ts';
import { componentStates, isCapsuleAlive } from './capsule.ts';
import { hasState } from './down.ts';
import { contextOf } from './kubeconfig.ts';
import type { Layout } from './layout.ts';
import { nodeIsReady } from './ready.ts';
import { readRecord } from './record.ts';

/** What is running of this cluster. */
export async function statusOf(layout: Layout): Promise<ClusterStatus> {
  const record = await readRecord(layout);
  if (record === undefined) {
    return (await hasState(layout))
      ? { state: 'broken', summary: `an interrupted start left ${layout.state}`, parts: [] }
      : { state: 'absent', summary: `no cluster ${layout.name} is running`, parts: [] };
  }
  if (!(await isCapsuleAlive(layout))) {
    return { state: 'broken', summary: 'its processes are gone, its files are still there', parts: [] };
  }
  const parts = Object.entries(await componentStates(layout)).map(([name, { pid, restarts, lastExit }]) => ({
    name,
    state: `${pid > 0 ? 'running' : 'not running'}${restarts > 0 ? `, restarted ${restarts} times, last ${lastExit}` : ''}`,
  }));
  const reason = record.phase === 'ready' ? await whyNotReady(layout, record.node) : 'it is still starting';
  if (reason !== undefined) return { state: 'broken', summary: reason, parts };
  const { count, product } = record.gpus;
  const gpus = count > 0 ? `, ${count} × ${product}` : '';
  const access = accessOf(layout, record.slot);
  return {
    state: 'running',
    summary: `node ${record.node} Ready at ${access.server}${gpus}, up since ${record.startedAt}`,
    parts,
    access,
  };
}

export function accessOf(layout: Layout, slot: number): ClusterAccess {
  return {
    name: layout.name,
    kubeconfig: layout.kubeconfig,
    context: contextOf(layout),
    server: addressesOf(slot).apiServer,
  };
}

/** The log file of each of the cluster's programs. */
export async function logFiles(layout: Layout): Promise<Record<string, string>> {
  const names = ['capsule', ...Object.keys(await componentStates(layout))];
  return Object.fromEntries(names.map((name) => [name, join(layout.logs, `${name}.log`)]));
}

async function whyNotReady(layout: Layout, node: string): Promise<string | undefined> {
  try {
    await using api = await ClusterApi.fromKubeconfig(layout.kubeconfig);
    return (await nodeIsReady(api, node)) ? undefined : `the node ${node} is not known to the API`;
  } catch (error) {
    return `not ready: ${(error as Error).message}`;
  }
}
