import { startAdmin } from '../admin.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { RunningRole } from '../role.ts';
import type { Bus } from '../wire/bus.ts';
import { CloneWorker } from '../worker/clone-worker.ts';
import { workerIdentity } from './worker.ts';

export async function startVoiceClone(env: Env, bus: Bus): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const identity = workerIdentity(env, 'VOICE_CLONE');
  const site = { role: 'voice-clone', release: identity.release, worker: identity.worker };
  const faults = stack.use(await FaultBoard.open(bus, site, env.STANDIN_FAULTS));
  const worker = stack.use(new CloneWorker({ identity, bus, faults, loadMs: env.WORKER_LOAD_MS }));
  const admin = stack.use(await startAdmin(env.ADMIN_PORT, { registry: worker.metrics.registry, faults }));
  const owned = stack.move();
  return {
    adminPort: admin.port,
    faults,
    drain: () => worker.host.drain(env.DRAIN_LIMIT_MS),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
