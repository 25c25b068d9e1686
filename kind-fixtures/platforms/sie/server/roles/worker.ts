import { listen } from '../../../cartesia/server/http.ts';
import type { Bus } from '../../../cartesia/server/wire/bus.ts';
import { startAdmin } from '../admin.ts';
import { ConfigView } from '../config/config-view.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { RunningRole } from '../role.ts';
import { type JetStream, workQueue } from '../wire/jet-stream.ts';
import { write } from '../wire/reply.ts';
import { statusSocket } from '../wire/status-socket.ts';
import { versionHeaders } from '../wire/version-headers.ts';
import { Engine } from '../worker/engine.ts';
import { PullLoop } from '../worker/pull-loop.ts';
import { WorkerMetrics } from '../worker/worker-metrics.ts';
import { type WorkerParts, workerReply } from '../worker/worker-server.ts';

const STATUS_EVERY_MS = 200;
const BOOTSTRAP_LOOK_MS = 50;

export async function startWorker(env: Env, bus: Bus, nats: JetStream): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const site = { role: 'worker', version: env.SIE_VERSION } as const;
  const faults = stack.use(await FaultBoard.open(bus, site, env.STANDIN_FAULTS));
  const config = stack.use(new ConfigView(env.SIE_CONFIG_URL, nats.connection, env.STANDIN_POLL_MS));
  const metrics = new WorkerMetrics();
  const engine = new Engine({
    name: env.POD_NAME,
    pool: env.SIE_POOL,
    profile: env.SIE_MACHINE_PROFILE,
    bundle: env.SIE_BUNDLE,
    gpus: env.SIE_GPU_COUNT,
    config,
    faults,
    metrics,
    loadMs: env.STANDIN_MODEL_LOAD_MS,
    itemMs: env.STANDIN_INFERENCE_MS,
    wordMs: env.STANDIN_INFERENCE_MS_PER_WORD,
  });
  let draining = false;
  const parts: WorkerParts = {
    engine,
    metrics,
    models: () => config.models,
    draining: () => draining,
    versionHeaders: () => versionHeaders(env.SIE_VERSION, faults),
  };
  const server = stack.use(
    await listen(env.PORT, async (request, response) => write(response, await workerReply(parts, request))),
  );
  const status = stack.use(statusSocket(server.server, '/ws/status', STATUS_EVERY_MS, () => engine.status()));
  const admin = stack.use(await startAdmin(env.ADMIN_PORT, faults));

  const queue = workQueue(env.SIE_POOL);
  await nats.ensure(queue, { maxAgeSeconds: env.STREAM_MAX_AGE_SECONDS, maxDeliver: env.MAX_DELIVER });
  const pull = new PullLoop({
    ...{ nats, queue, engine, metrics, faults },
    concurrency: env.STANDIN_CONCURRENCY,
    nakDelayMs: env.NAK_DELAY_MS,
  });
  void (async () => {
    while (!config.bootstrapped && !draining)
      await new Promise((resolve) => setTimeout(resolve, BOOTSTRAP_LOOK_MS));
    await engine.preload(env.SIE_PRELOAD_MODELS);
    engine.ready = !draining;
  })();

  const owned = stack.move();
  return {
    port: server.port,
    adminPort: admin.port,
    faults,
    async drain() {
      draining = true;
      engine.ready = false;
      // The gateways lose the socket, and with it the worker.
      status[Symbol.dispose]();
      const limit = new Promise((resolve) => setTimeout(resolve, env.SIE_DRAIN_TIMEOUT_MS).unref());
      await Promise.race([pull.drain(), limit]);
      await nats.connection.flush().catch(() => {});
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
