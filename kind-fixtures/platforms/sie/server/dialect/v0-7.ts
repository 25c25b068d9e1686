import { json, text } from '../wire/reply.ts';
import type { Dialect } from './dialect.ts';

export const v07: Dialect = {
  name: '0.7',
  healthz: () => text(200, 'ok'),
  readyz: ({ bootstrapped }) => (bootstrapped ? text(200, 'ok') : text(503, 'config bootstrap pending')),
  notReady: () => text(503, 'not ready'),
  configHealthz: () => json(200, { status: 'ok' }),
  modelOf: (rest) => {
    try {
      return decodeURIComponent(rest);
    } catch {
      return rest;
    }
  },
  provisioning: (gpu, bundle) =>
    json(
      503,
      { error: { code: 'PROVISIONING', message: 'Capacity is being provisioned', gpu, bundle } },
      { 'retry-after': '60', 'x-sie-error-code': 'PROVISIONING' },
    ),
  resultTimeoutMs: 120_000,
  resultTimeout: () =>
    json(
      504,
      { error: { code: 'GATEWAY_TIMEOUT', message: 'No result in time' } },
      { 'x-sie-error-code': 'GATEWAY_TIMEOUT' },
    ),
  versionEverywhere: true,
  openai: true,
};
