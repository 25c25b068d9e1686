import { startAdmin } from '../admin.ts';
import { ApiMetrics } from '../api/api-metrics.ts';
import { ApiServer } from '../api/api-server.ts';
import { Artifacts } from '../api/artifacts.ts';
import { Models } from '../api/models.ts';
import type { StoredVoice } from '../api/stored-voice.ts';
import { Voices } from '../api/voices.ts';
import { loadCorpus } from '../audio/corpus.ts';
import { Recogniser } from '../audio/recogniser.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { WorkerDirectory } from '../dispatch/worker-directory.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { RunningRole } from '../role.ts';
import { TruthLog } from '../truth/truth-log.ts';
import type { Bus } from '../wire/bus.ts';
import { SharedState } from '../wire/shared-state.ts';

export async function startApi(env: Env, bus: Bus): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const site = { role: 'api', release: env.RELEASE_TAG };
  const faults = stack.use(await FaultBoard.open(bus, site, env.STANDIN_FAULTS));
  const cloned = stack.use(await SharedState.open<readonly StoredVoice[]>(bus, 'voices', []));
  const artifacts = stack.use(await Artifacts.open(env.ARTIFACTS_DIR));
  const directory = stack.use(new WorkerDirectory(bus, env.POD_NAME));
  const truth = new TruthLog();
  const dispatcher = stack.use(
    new Dispatcher({
      api: env.POD_NAME,
      bus,
      directory,
      truth,
      queueLimit: env.API_QUEUE_LIMIT,
      queueTimeoutMs: env.API_QUEUE_TIMEOUT_MS,
    }),
  );
  const metrics = new ApiMetrics(dispatcher);
  const corpus = await loadCorpus(env.SPEECH_CORPUS);
  const api = stack.use(
    await ApiServer.start({
      port: env.PORT,
      release: env.RELEASE_TAG,
      keys: env.API_KEYS.split(',').filter((key) => key !== ''),
      bus,
      directory,
      dispatcher,
      faults,
      artifacts,
      metrics,
      recogniser: corpus.size > 0 ? new Recogniser(corpus) : undefined,
      models: new Models(env.API_MODELS),
      voices: new Voices(artifacts, cloned, faults),
    }),
  );
  const admin = stack.use(await startAdmin(env.ADMIN_PORT, { registry: metrics.registry, faults, truth }));
  const owned = stack.move();
  return {
    port: api.port,
    adminPort: admin.port,
    faults,
    drain: () => api.drain(env.DRAIN_GRACE_MS, env.DRAIN_LIMIT_MS),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
