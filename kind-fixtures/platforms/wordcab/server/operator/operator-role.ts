import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { listen, sendText } from '../../../cartesia/server/http.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { KubeClient } from '../kube/client.ts';
import type { RunningRole } from '../role.ts';
import { followOrders } from '../wire/orders.ts';
import { Operator } from './operator.ts';

const turnMs = 500;
/** Turns that may fail in a row before the operator says that it is not ready. */
const patience = 20;

/** The operator: a turn twice a second, its metrics on the admin port. */
export async function startOperator(
  env: Env,
  kube: KubeClient,
  log: (entry: object) => void,
): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const faults = new FaultBoard({ role: 'operator', release: env.RELEASE_TAG }, env.STANDIN_FAULTS);
  stack.use(
    followOrders(env.ADMIN_URL, null, (got) => {
      faults.ordered = got.faults;
    }),
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ready = new Gauge({
    name: 'wordcab_deployment_ready',
    help: '1 iff every pool is healthy.',
    labelNames: ['deployment'],
    registers: [registry],
  });
  const operator = new Operator({
    kube,
    namespace: env.NAMESPACE,
    site: {
      release: env.RELEASE,
      adminUrl: env.ADMIN_URL,
      loadMs: env.POOL_LOAD_MS,
    },
    faults,
    onReady: (deployment, isReady) => ready.set({ deployment }, isReady ? 1 : 0),
    log,
  });
  let failures = 0;
  let ended = false;
  const loop = async () => {
    while (!ended) {
      await operator.turn().then(
        () => {
          failures = 0;
        },
        (error) => {
          failures++;
          log({ event: 'trouble', error: String(error) });
        },
      );
      await new Promise((resolve) => setTimeout(resolve, turnMs));
    }
  };
  const looping = loop();
  const admin = stack.use(
    await listen(env.ADMIN_PORT, async (request, response) => {
      if (request.url === '/metrics')
        return sendText(response, 200, await registry.metrics(), registry.contentType);
      const well = failures < patience && !faults.find('never-ready');
      sendText(response, well ? 200 : 503, well ? 'ok' : 'not ready');
    }),
  );
  const owned = stack.move();
  return {
    faults,
    adminPort: admin.port,
    /** Ends after the turn in progress. */
    async drain() {
      ended = true;
      await looping;
    },
    async [Symbol.asyncDispose]() {
      ended = true;
      await owned.disposeAsync();
    },
  };
}
