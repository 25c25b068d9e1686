import { startAdmin } from '../admin.ts';
import { loadCorpus } from '../audio/corpus.ts';
import { Speaker } from '../audio/speech.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { h100 } from '../model/h100.ts';
import { PerformanceModel } from '../model/performance-model.ts';
import { RunNoise } from '../model/run-noise.ts';
import type { RunningRole } from '../role.ts';
import { TruthLog } from '../truth/truth-log.ts';
import type { Bus } from '../wire/bus.ts';
import type { Operation } from '../wire/messages.ts';
import { TtsWorker } from '../worker/tts-worker.ts';
import type { WorkerIdentity } from '../worker/worker-host.ts';

export function workerIdentity(env: Env, operation: Operation): WorkerIdentity {
  return {
    pod: env.POD_NAME,
    worker: env.WORKER_NAME,
    operation,
    model: env.WORKER_MODEL,
    release: env.RELEASE_TAG,
    capacity: env.WORKER_CAPACITY,
  };
}

export async function startWorker(env: Env, bus: Bus): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const identity = workerIdentity(env, 'TTS');
  const site = { role: 'worker', release: identity.release, worker: identity.worker };
  const faults = stack.use(await FaultBoard.open(bus, site, env.STANDIN_FAULTS));
  const truth = new TruthLog();
  const seed = env.WORKER_SEED || env.POD_NAME;
  const worker = stack.use(
    new TtsWorker({
      identity,
      bus,
      faults,
      truth,
      seed,
      speaker: new Speaker(await loadCorpus(env.SPEECH_CORPUS)),
      model: new PerformanceModel(h100),
      noise: new RunNoise({ seed, podSpread: env.WORKER_POD_SPREAD, minuteSpread: env.WORKER_MINUTE_SPREAD }),
      loadMs: env.WORKER_LOAD_MS,
    }),
  );
  const admin = stack.use(
    await startAdmin(env.ADMIN_PORT, { registry: worker.metrics.registry, faults, truth }),
  );
  const owned = stack.move();
  return {
    adminPort: admin.port,
    faults,
    drain: () => worker.host.drain(env.DRAIN_LIMIT_MS),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
