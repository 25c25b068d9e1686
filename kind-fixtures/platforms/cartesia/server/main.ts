import { type Env, readEnv } from './env.ts';
import { crashWhenTold } from './faults/crash.ts';
import { type RoleName, type RunningRole, roleNames } from './role.ts';
import { startApi } from './roles/api.ts';
import { startLicenseProxy } from './roles/license-proxy.ts';
import { startVoiceClone } from './roles/voice-clone.ts';
import { startWorker } from './roles/worker.ts';
import { NatsBus } from './wire/nats-bus.ts';

/**
 * The one program of the stand-in: `main.ts api|worker|voice-clone|license-proxy`. It runs until SIGTERM,
 * drains, and ends. It is a stand-in for Cartesia's private images, not made by Cartesia.
 */
async function main(): Promise<void> {
  const role = roleNames.find((name) => name === process.argv[2]);
  if (!role) throw new TypeError(`Name a role: ${roleNames.join(', ')}.`);
  const env = readEnv(process.env);
  const bus = role === 'license-proxy' ? undefined : await NatsBus.open(env.NATS_URL, env.POD_NAME);
  const running = await start(role, env, bus);
  log({ event: 'started', role, release: env.RELEASE_TAG, port: running.port, adminPort: running.adminPort });
  using _crash = crashWhenTold(running.faults, (status) => process.exit(status));
  await signalled();
  log({ event: 'draining', role });
  await running.drain();
  await running[Symbol.asyncDispose]();
  await bus?.[Symbol.asyncDispose]();
  log({ event: 'ended', role });
  process.exit(0);
}

function start(role: RoleName, env: Env, bus: NatsBus | undefined): Promise<RunningRole> {
  if (!bus) return startLicenseProxy(env);
  if (role === 'api') return startApi(env, bus);
  return role === 'worker' ? startWorker(env, bus) : startVoiceClone(env, bus);
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
