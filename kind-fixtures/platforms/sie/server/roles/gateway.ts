import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../../cartesia/server/http.ts';
import type { Bus } from '../../../cartesia/server/wire/bus.ts';
import { startAdmin } from '../admin.ts';
import { ConfigView } from '../config/config-view.ts';
import { dialectOf } from '../dialect/of-version.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { Demand } from '../gateway/demand.ts';
import { fixedWorkers, workersOfService } from '../gateway/discovery.ts';
import { GatewayMetrics } from '../gateway/gateway-metrics.ts';
import { type GatewayParts, gatewayReply } from '../gateway/gateway-server.ts';
import { clusterStatus } from '../gateway/health.ts';
import { KubernetesPools } from '../gateway/pools/kubernetes-pools.ts';
import { MemoryPools } from '../gateway/pools/pool.ts';
import { RequestQueue } from '../gateway/queue.ts';
import { registerLive } from '../gateway/register-live.ts';
import { Scaler } from '../gateway/scaler.ts';
import { GatewayView } from '../gateway/view.ts';
import { Workers } from '../gateway/workers.ts';
import type { RunningRole } from '../role.ts';
import { TruthLog } from '../truth/truth-log.ts';
import type { JetStream } from '../wire/jet-stream.ts';
import { Kubernetes } from '../wire/kubernetes.ts';
import { withHeaders, write } from '../wire/reply.ts';
import { statusSocket } from '../wire/status-socket.ts';
import { versionHeaders } from '../wire/version-headers.ts';

const STATUS_EVERY_MS = 1000;
const QPS_WINDOW_MS = 60_000;

export async function startGateway(env: Env, bus: Bus, nats: JetStream): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const site = { role: 'gateway', version: env.SIE_VERSION } as const;
  const faults = stack.use(await FaultBoard.open(bus, site, env.STANDIN_FAULTS));
  const kubernetes = env.SIE_GATEWAY_K8S_SERVICE ? await Kubernetes.inCluster() : undefined;
  const discovery = kubernetes
    ? workersOfService(kubernetes, env.SIE_GATEWAY_K8S_SERVICE)
    : fixedWorkers(env.SIE_GATEWAY_WORKERS);
  const config = stack.use(new ConfigView(env.SIE_CONFIG_URL, nats.connection, env.STANDIN_POLL_MS));
  const workers = stack.use(new Workers(discovery, env.STANDIN_POLL_MS));
  const view = new GatewayView(config, workers, faults, env.SIE_GATEWAY_CONFIGURED_GPUS);
  const queue = stack.use(new RequestQueue(nats, env.POD_NAME));
  const truth = stack.use(new TruthLog(bus, env.POD_NAME));
  const [metrics, demand] = [new GatewayMetrics(), new Demand()];
  registerLive(metrics, { view, config, demand, queue });
  const dialect = dialectOf(env.SIE_VERSION);
  const headers = () => versionHeaders(env.SIE_VERSION, faults);
  let draining = false;
  const parts: GatewayParts = {
    pod: env.POD_NAME,
    ...{ dialect, view, queue, faults, metrics, demand, truth },
    pools: env.SIE_GATEWAY_ENABLE_POOLS
      ? kubernetes
        ? new KubernetesPools(kubernetes)
        : new MemoryPools()
      : null,
    scaler:
      env.STANDIN_SCALE_FROM_ZERO && kubernetes ? new Scaler(kubernetes, env.STANDIN_WORKER_SELECTOR) : null,
    timeoutMs: env.SIE_GATEWAY_REQUEST_TIMEOUT_MS || dialect.resultTimeoutMs,
    versionHeaders: headers,
    auth: {
      enabled: env.SIE_AUTH_ENABLED,
      tokens: env.SIE_AUTH_TOKENS,
      exemptOperational: env.SIE_AUTH_EXEMPT_OPERATIONAL,
    },
    draining: () => draining,
    qps: () => truth.select({ since: Date.now() - QPS_WINDOW_MS }).length / (QPS_WINDOW_MS / 1000),
  };
  let open = 0;
  const server = stack.use(
    await listen(env.PORT, async (request, response) => {
      open += 1;
      response.on('close', () => {
        open -= 1;
      });
      const reply = await gatewayReply(parts, request);
      write(response, dialect.versionEverywhere ? withHeaders(reply, headers()) : reply);
    }),
  );
  stack.use(
    statusSocket(server.server, '/ws/cluster-status', STATUS_EVERY_MS, () => ({
      ...clusterStatus(view, parts.qps()),
      timestamp: Date.now() / 1000,
    })),
  );
  const admin = stack.use(await startAdmin(env.ADMIN_PORT, faults, truth));
  const owned = stack.move();
  return {
    port: server.port,
    adminPort: admin.port,
    faults,
    async drain() {
      draining = true;
      await sleep(env.STANDIN_GATEWAY_GRACE_MS);
      const limit = performance.now() + env.SIE_DRAIN_TIMEOUT_MS;
      while (open > 0 && performance.now() < limit) await sleep(50);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
