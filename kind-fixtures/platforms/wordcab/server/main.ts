import { type Env, readEnv } from './env.ts';
import { PodKubeClient } from './kube/client.ts';
import { startOperator } from './operator/operator-role.ts';
import { followResources } from './platform/directory.ts';
import { startPlatform } from './platform/platform-role.ts';
import { ConfigMapStore, MemoryStore } from './platform/store.ts';
import { startPool } from './pool/pool-role.ts';
import { type RoleName, type RunningRole, roleNames } from './role.ts';

/**
 * The one program of the stand-in: `main.ts operator|platform|pool`. It runs until SIGTERM, drains, and ends.
 * It is a stand-in for Wordcab's private images, not made by Wordcab.
 */
async function main(): Promise<void> {
  const role = roleNames.find((name) => name === process.argv[2]);
  if (!role) throw new TypeError(`Name a role: ${roleNames.join(', ')}.`);
  const env = readEnv(process.env);
  const running = await start(role, env);
  log({ event: 'started', role, release: env.RELEASE_TAG, port: running.port, adminPort: running.adminPort });
  using _crash = crashWhenTold(running);
  await signalled();
  log({ event: 'draining', role });
  await running.drain();
  await running[Symbol.asyncDispose]();
  log({ event: 'ended', role });
  process.exit(0);
}

async function start(role: RoleName, env: Env): Promise<RunningRole> {
  if (role === 'pool') return startPool(env);
  const kube = new PodKubeClient(process.env);
  if (role === 'operator') return startOperator(env, kube, log);
  const directory = await followResources(kube, env.NAMESPACE, env.RELEASE, log);
  const store = env.DATA_CONFIG_MAP
    ? new ConfigMapStore(kube, env.NAMESPACE, env.DATA_CONFIG_MAP)
    : new MemoryStore();
  return startPlatform(env, directory, store);
}

const lookMs = 250;

/** Ends the process with status 1, some seconds after it was told to crash. */
function crashWhenTold({ faults }: RunningRole): Disposable {
  let toldAt: number | undefined;
  const timer = setInterval(() => {
    const fault = faults.find('crash-loop');
    toldAt = fault ? (toldAt ?? performance.now()) : undefined;
    if (fault && performance.now() - toldAt! >= fault.afterSeconds * 1000) process.exit(1);
  }, lookMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}

function log(entry: object): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), ...entry }));
}

await main();
