import { NatsBus } from '../../cartesia/server/wire/nats-bus.ts';
import { type Env, readEnv } from '../server/env.ts';
import type { Fault } from '../server/faults/fault.ts';
import type { RunningRole } from '../server/role.ts';
import { startConfig } from '../server/roles/config.ts';
import { startGateway } from '../server/roles/gateway.ts';
import { startWorker } from '../server/roles/worker.ts';
import { JetStream } from '../server/wire/jet-stream.ts';
import { startJetStream } from './nats-server.ts';

const READY_WITHIN_MS = 10_000;

export interface StandIn extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` of each role. */
  readonly gateway: string;
  readonly config: string;
  readonly worker: string;
  /** Of the gateway's `/faults` and `/truth`. */
  readonly admin: string;
  readonly roles: Readonly<Record<'gateway' | 'config' | 'worker', RunningRole>>;
  /** Orders these faults and none else, and waits until every role has them. */
  order(...faults: Fault[]): Promise<void>;
  /** `POST /v1/OPERATION/MODEL` of the gateway, in JSON. */
  ask(operation: string, model: string, body: object, headers?: Record<string, string>): Promise<Response>;
}

export interface StandInOptions {
  readonly version?: string;
  /** False: the gateway knows no worker. */
  readonly discovers?: boolean;
  /** False: the gateway's config service is not there. */
  readonly configured?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The whole stand-in in this process: a gateway, a config service and a worker, around a real NATS server. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { version = '0.3.1', discovers = true, configured = true, settings = {} } = options;
  await using stack = new AsyncDisposableStack();
  const nats = stack.use(await startJetStream());
  const role = async (
    name: string,
    start: (env: Env, bus: NatsBus, nats: JetStream) => Promise<RunningRole>,
    own: Record<string, string> = {},
  ): Promise<RunningRole> => {
    const bus = stack.use(await NatsBus.open(nats.url, `${name}-faults`));
    const stream = stack.use(await JetStream.open(nats.url, name));
    const env = readEnv({
      ...{ NATS_URL: nats.url, POD_NAME: name, SIE_VERSION: version, PORT: '0', ADMIN_PORT: '0' },
      ...{ STANDIN_MODEL_LOAD_MS: '0', STANDIN_POLL_MS: '100', STANDIN_GATEWAY_GRACE_MS: '100' },
      ...{ SIE_GATEWAY_CONFIGURED_GPUS: 'l4', SIE_GATEWAY_ENABLE_POOLS: 'true' },
      ...settings,
      ...own,
    });
    return stack.use(await start(env, bus, stream));
  };
  const url = ({ port }: RunningRole) => `http://127.0.0.1:${port}`;
  const config = await role('sie-config-0', startConfig);
  const SIE_CONFIG_URL = configured ? url(config) : 'http://127.0.0.1:9';
  const worker = await role('sie-worker-l4-0', startWorker, { SIE_CONFIG_URL: url(config) });
  const gateway = await role('sie-gateway-0', startGateway, {
    SIE_CONFIG_URL,
    ...(discovers && { SIE_GATEWAY_WORKERS: url(worker) }),
  });
  if (discovers && configured)
    await until(`${url(gateway)}/health`, (text) => text.includes('"status":"healthy"'));
  if (configured) await until(`${url(gateway)}/v1/models`, (text) => text.includes('bge-m3'));
  const roles = { gateway, config, worker };
  const owned = stack.move();
  return {
    gateway: url(gateway),
    config: url(config),
    worker: url(worker),
    admin: `http://127.0.0.1:${gateway.adminPort}`,
    roles,
    async order(...faults) {
      const body = JSON.stringify(faults);
      const answer = await fetch(`http://127.0.0.1:${gateway.adminPort}/faults`, { method: 'POST', body });
      if (!answer.ok) throw new Error(await answer.text());
      const all = Object.values(roles);
      while (
        all.some(
          (each) =>
            JSON.stringify(each.faults.list().runtime) !== JSON.stringify(gateway.faults.list().runtime),
        )
      )
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
    ask: (operation, model, body, headers = {}) =>
      fetch(`${url(gateway)}/v1/${operation}/${model}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Bounded: a part that does not come up in time fails the test with what it said last. */
async function until(url: string, is: (text: string) => boolean): Promise<void> {
  const limit = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const text = await fetch(url).then((response) => response.text(), String);
    if (is(text)) return;
    if (performance.now() > limit) throw new Error(`${url} did not come up: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
