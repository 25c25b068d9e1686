import { json } from '../wire/reply.ts';
import type { Dialect } from './dialect.ts';

export const v03: Dialect = {
  name: '0.3.1',
  healthz: () => json(200, { status: 'ok' }),
  // Ready also before its bootstrap, and without a worker.
  readyz: ({ healthyWorkers }) => json(200, { status: 'ready', healthy_workers: healthyWorkers }),
  notReady: () => json(503, { status: 'not_ready' }),
  configHealthz: () => json(200, { status: 'ok' }),
  // The raw path: a caller that escapes the slash names another model.
  modelOf: (rest) => rest,
  provisioning: (gpu, bundle) =>
    json(
      202,
      {
        status: 'provisioning',
        gpu,
        bundle,
        estimated_wait_s: 180,
        message: 'No worker is available yet; capacity is being provisioned. Retry later.',
      },
      { 'retry-after': '120' },
    ),
  resultTimeoutMs: 30_000,
  resultTimeout: () => {
    const message = 'The model is still loading';
    return json(
      503,
      { error: { code: 'MODEL_LOADING', message } },
      { 'retry-after': '5', 'x-sie-error-code': 'MODEL_LOADING' },
    );
  },
  versionEverywhere: false,
  openai: false,
};
