import { bundleServer } from '../bundle.ts';
import { readEnv } from '../server/env.ts';
import type { PoolType } from '../server/kube/resources.ts';
import type { Directory } from '../server/platform/directory.ts';
import { startPlatform } from '../server/platform/platform-role.ts';
import { MemoryStore } from '../server/platform/store.ts';
import { startPool } from '../server/pool/pool-role.ts';
import type { RunningRole } from '../server/role.ts';

/** A platform with a pool of each type in this process, on free ports, without Kubernetes or an operator. */
export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly admin: string;
  readonly pools: readonly RunningRole[];
  /** True where recorded speech is there, and so can be understood. */
  readonly speaks: boolean;
}

const models: Readonly<Record<PoolType, readonly string[]>> = {
  stt: ['qwen3-asr'],
  tts: ['qwen3-tts', 'kokoro'],
  llm: ['qwen3.5-4b', 'bge-m3'],
};
const kept = [{ id: 'tr_old', status: 'completed', created: '2026-05-02T08:00:00.000Z', model: 'qwen3-asr' }];

export async function startStandIn(key = 'wc_live_test'): Promise<StandIn> {
  await using stack = new AsyncDisposableStack();
  const { corpus } = await bundleServer();
  const common = { PORT: '0', ADMIN_PORT: '0', RELEASE_TAG: 'v1.8.0', DRAIN_GRACE_MS: '0' };
  const views: Directory['pools'][number][] = [];
  const directory: Directory = {
    pools: views,
    deployments: [
      {
        ...{ name: 'wordcab', environment: 'test', region: 'local', shape: 'onprem' },
        routes: { stt: 'qwen3-asr', tts: 'qwen3-tts', llm: 'qwen3.5-4b' },
        ...{ autoscaling: {}, created: '2026-05-01T00:00:00.000Z', ready: true },
      },
    ],
  };
  const store = new MemoryStore({ 'transcripts.json': kept, 'calls.json': [] });
  const platform = stack.use(await startPlatform(readEnv({ ...common, API_KEYS: key }), directory, store));
  const admin = `http://127.0.0.1:${platform.adminPort}`;
  const pools: RunningRole[] = [];
  for (const type of ['stt', 'tts', 'llm'] as const) {
    const env = { POOL_NAME: type, POOL_TYPE: type, POOL_LOAD_MS: '0', ADMIN_URL: admin };
    const pool = stack.use(
      await startPool(readEnv({ ...common, ...env, ...(corpus && { SPEECH_CORPUS: corpus }) })),
    );
    pools.push(pool);
    views.push({
      ...{ name: type, type, models: models[type], url: `http://127.0.0.1:${pool.port}` },
      ...{ config: {}, desired: 1, ready: 1, healthy: true },
    });
  }
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${platform.port}`,
    admin,
    pools,
    speaks: corpus !== undefined,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
