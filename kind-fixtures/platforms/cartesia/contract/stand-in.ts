import { readEnv } from '../server/env.ts';
import type { RunningRole } from '../server/role.ts';
import { startApi } from '../server/roles/api.ts';
import { startVoiceClone } from '../server/roles/voice-clone.ts';
import { startWorker } from '../server/roles/worker.ts';
import { NatsBus } from '../server/wire/nats-bus.ts';
import { startNatsServer } from './nats-server.ts';

export interface StandIn extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` of the API. */
  readonly url: string;
  readonly api: RunningRole;
  readonly worker: RunningRole;
  /** `http://127.0.0.1:PORT` of the API's `/metrics`, `/truth` and `/faults`. */
  readonly admin: string;
}

/** The whole stand-in in this process: one API, one TTS worker, one voice clone worker, around a real NATS server. */
export async function startStandIn(settings: Readonly<Record<string, string>> = {}): Promise<StandIn> {
  await using stack = new AsyncDisposableStack();
  const nats = stack.use(await startNatsServer());
  const role = async (
    pod: string,
    start: typeof startApi,
    part: Record<string, string> = {},
  ): Promise<RunningRole> => {
    const bus = stack.use(await NatsBus.open(nats.url, pod));
    const env = readEnv({
      ...{ POD_NAME: pod, RELEASE_TAG: 'sonic-20260503', PORT: '0', ADMIN_PORT: '0', WORKER_LOAD_MS: '0' },
      ...{
        API_MODELS: '{"rosy-dragon":["sonic-3","sonic-3.5"]}',
        WORKER_SEED: 'contract',
        DRAIN_GRACE_MS: '100',
      },
      ...settings,
      ...part,
    });
    return stack.use(await start(env, bus));
  };
  const api = await role('api', startApi);
  const worker = await role('tts-worker-0', startWorker);
  await role('clone-0', startVoiceClone, { WORKER_NAME: 'voice-clone', WORKER_MODEL: 'clone' });
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${api.port}`,
    admin: `http://127.0.0.1:${api.adminPort}`,
    api,
    worker,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
