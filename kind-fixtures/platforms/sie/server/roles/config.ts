import { listen } from '../../../cartesia/server/http.ts';
import type { Bus } from '../../../cartesia/server/wire/bus.ts';
import { startAdmin } from '../admin.ts';
import { ConfigMetrics } from '../config/config-metrics.ts';
import { type ConfigParts, configReply, epochTold } from '../config/config-server.ts';
import { ConfigStore } from '../config/config-store.ts';
import { deltaSubject } from '../config/config-view.ts';
import { dialectOf } from '../dialect/of-version.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { RunningRole } from '../role.ts';
import type { JetStream } from '../wire/jet-stream.ts';
import { withHeaders, write } from '../wire/reply.ts';

export async function startConfig(env: Env, bus: Bus, nats: JetStream): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const site = { role: 'config', version: env.SIE_VERSION } as const;
  const faults = stack.use(await FaultBoard.open(bus, site, env.STANDIN_FAULTS));
  const store = new ConfigStore(env.STANDIN_MODELS);
  const metrics = new ConfigMetrics(() => ({
    epoch: epochTold({ store, faults }),
    connected: nats.connected,
    api: store.addedCount,
    filesystem: store.models.length - store.addedCount,
  }));
  const dialect = dialectOf(env.SIE_VERSION);
  const announce = () => {
    nats.connection.publish(deltaSubject, JSON.stringify({ kind: 'models', epoch: store.epoch }));
    metrics.publishes.inc({ result: 'ok' });
  };
  const parts: ConfigParts = { dialect, faults, store, metrics, announce };
  const server = stack.use(
    await listen(env.PORT, async (request, response) => {
      const from = performance.now();
      const reply = await configReply(parts, request);
      const labels = { method: request.method ?? '', path: (request.url ?? '').split('?')[0]! };
      metrics.requests.inc({ ...labels, status: String(reply.status) });
      metrics.duration.observe(labels, (performance.now() - from) / 1000);
      const header = faults.find('server-version')?.says ?? env.SIE_VERSION;
      write(
        response,
        dialect.versionEverywhere ? withHeaders(reply, { 'x-sie-server-version': header }) : reply,
      );
    }),
  );
  const admin = stack.use(await startAdmin(env.ADMIN_PORT, faults));
  const owned = stack.move();
  return {
    port: server.port,
    adminPort: admin.port,
    faults,
    drain: async () => {},
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
