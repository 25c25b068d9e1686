import type { Bus } from '../../cartesia/server/wire/bus.ts';
import { NatsBus } from '../../cartesia/server/wire/nats-bus.ts';
import { type Env, readEnv } from './env.ts';
import { applyScaledObjects } from './keda-apply.ts';
import { type RoleName, type RunningRole, roleNames } from './role.ts';
import { startConfig } from './roles/config.ts';
import { startGateway } from './roles/gateway.ts';
import { startWorker } from './roles/worker.ts';
import { JetStream } from './wire/jet-stream.ts';

/**
 * The one program of the stand-in: `main.ts gateway|config|worker` runs until SIGTERM, drains, and ends;
 * `main.ts keda-apply` applies the ScaledObjects once. It stands in for Superlinked's images, not made by them.
 */
async function main(): Promise<void> {
  const env = readEnv(process.env);
  if (process.argv[2] === 'keda-apply') return applyScaledObjects(env.SCALED_OBJECTS_FILE, log);
  const role = roleNames.find((name) => name === process.argv[2]);
  if (!role) throw new TypeError(`Name a role: ${roleNames.join(', ')}, or keda-apply.`);
  const bus = await NatsBus.open(env.NATS_URL, `${env.POD_NAME}-faults`);
  const nats = await JetStream.open(env.NATS_URL, env.POD_NAME);
  const running = await starters[role](env, bus, nats);
  log({ event: 'started', role, version: env.SIE_VERSION, port: running.port, adminPort: running.adminPort });
  await signalled();
  log({ event: 'draining', role });
  await running.drain();
  await running[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
  log({ event: 'ended', role });
  process.exit(0);
}

const starters: Readonly<Record<RoleName, (env: Env, bus: Bus, nats: JetStream) => Promise<RunningRole>>> = {
  gateway: startGateway,
  config: startConfig,
  worker: startWorker,
};

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
